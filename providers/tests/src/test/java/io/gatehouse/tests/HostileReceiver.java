package io.gatehouse.tests;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Listens on 127.0.0.1 and behaves as no receiver should. Each connection ends after a minute at the latest. */
final class HostileReceiver implements AutoCloseable {
    private static final long LIMIT_NS = 60_000_000_000L;

    private final ServerSocket socket;
    private final Manner manner;
    private final CountDownLatch isClosed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What it does with a connection. */
    enum Manner {
        /** Reads and never says anything. */
        HANGS,
        /** Answers with a body that does not end. */
        ENDLESS,
        /** Sends its head letter by letter. */
        SLOW_HEAD,
        /** Sends a head and then its body byte by byte. */
        SLOW_BODY,
        /** Ends the connection hard. */
        RESETS,
        /** Says something that is not HTTP. */
        GARBAGE
    }

    HostileReceiver(Manner manner) {
        this.manner = manner;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + "/";
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                threads.execute(() -> behave(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void behave(Socket connection) {
        try (connection) {
            connection.setSoTimeout(500);
            switch (manner) {
                case HANGS -> drain(connection);
                case ENDLESS -> {
                    connection.getOutputStream().write(head("200 OK"));
                    repeat(connection, new byte[8_192], 0);
                }
                case SLOW_HEAD -> {
                    connection
                            .getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
                    repeat(connection, new byte[] {'a'}, 500);
                }
                case SLOW_BODY -> {
                    connection.getOutputStream().write(head("200 OK"));
                    repeat(connection, new byte[] {'a'}, 500);
                }
                case RESETS -> {
                    connection.getInputStream().read();
                    connection.setSoLinger(true, 0);
                }
                case GARBAGE ->
                    connection
                            .getOutputStream()
                            .write("SSH-2.0-OpenSSH_9.6\r\n\r\n".repeat(3).getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException | InterruptedException ignored) {
            // The other side has had enough, which is what the tests want.
        }
    }

    private static byte[] head(String status) {
        return ("HTTP/1.1 " + status + "\r\nContent-Type: text/plain\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static void drain(Socket connection) throws IOException {
        InputStream in = connection.getInputStream();
        long end = System.nanoTime() + LIMIT_NS;
        while (System.nanoTime() < end) {
            try {
                if (in.read() < 0) {
                    return;
                }
            } catch (java.net.SocketTimeoutException ignored) {
                // Nothing came; the connection is open still.
            }
        }
    }

    private void repeat(Socket connection, byte[] bytes, long pauseMs) throws IOException, InterruptedException {
        OutputStream out = connection.getOutputStream();
        long end = System.nanoTime() + LIMIT_NS;
        while (System.nanoTime() < end) {
            out.write(bytes);
            out.flush();
            if (isClosed.await(pauseMs, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
    }

    @Override
    public void close() {
        isClosed.countDown();
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
