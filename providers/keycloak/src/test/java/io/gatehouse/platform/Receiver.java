package io.gatehouse.platform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** A receiver on 127.0.0.1 that does to its connections what a test wants, and counts them. */
final class Receiver implements AutoCloseable {
    /** Serves one connection; the socket is closed afterwards. */
    interface Behaviour {
        void serve(Receiver receiver, Socket socket) throws IOException;
    }

    private static final int BACKLOG = 200;

    private final ServerSocket listener;
    private final Behaviour behaviour;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private Receiver(ServerSocketFactory sockets, Behaviour behaviour) {
        this.behaviour = behaviour;
        try {
            listener = sockets.createServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("receiver", this::accept);
    }

    static Receiver that(Behaviour behaviour) {
        return new Receiver(ServerSocketFactory.getDefault(), behaviour);
    }

    static Receiver overTls(ServerSocketFactory sockets, Behaviour behaviour) {
        return new Receiver(sockets, behaviour);
    }

    /** Reads requests and answers each with the same text, as long as the connection lasts. */
    static Behaviour answering(String answer) {
        return (receiver, socket) -> {
            while (receiver.readRequest(socket)) {
                write(socket, answer);
            }
        };
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** The heads of the requests, one text each. */
    List<String> requests() {
        return requests;
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** True when a whole request came; false when the connection ended. */
    boolean readRequest(Socket socket) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1), 1);
        StringBuilder head = new StringBuilder();
        int length = 0;
        String line = reader.readLine();
        while (line != null && !line.isEmpty()) {
            head.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
            }
            line = reader.readLine();
        }
        if (line == null) {
            return false;
        }
        requests.add(head.toString());
        for (int i = 0; i < length; i++) {
            if (reader.read() < 0) {
                return false;
            }
        }
        return true;
    }

    /** Waits until the receiver is closed, at most that long; true when it is. */
    boolean pause(int ms) {
        try {
            return closed.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                start("receiver-connection", () -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            behaviour.serve(this, socket);
        } catch (IOException e) {
            // The other side hung up, or the test is over.
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
