package io.gatehouse.tests;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/**
 * A resolver on this machine, by UDP and TCP on one port. It says what tests tell it to say of a name, and NXDOMAIN of every other.
 * Its threads end with the JVM. Thread-safe.
 */
final class DnsServer {
    private static final int MAX_TRIES = 20;
    private static final int MAX_QUERY_BYTES = 4_096;
    private static final int TCP_TIMEOUT_MS = 5_000;
    private static final int PLAIN_UDP_BYTES = 512;

    private final Map<String, Says> byName = new ConcurrentHashMap<>();
    private final AtomicInteger queries = new AtomicInteger();
    private final ServerSocket tcp;
    private final DatagramSocket udp;

    /** What is said of a name; empty: nothing at all. */
    @FunctionalInterface
    interface Says {
        Optional<Message> to(Message query, boolean isTcp);
    }

    private DnsServer(ServerSocket tcp, DatagramSocket udp) {
        this.tcp = tcp;
        this.udp = udp;
    }

    static DnsServer start() {
        for (int i = 0; i < MAX_TRIES; i++) {
            try {
                InetAddress loopback = InetAddress.getLoopbackAddress();
                ServerSocket tcp = new ServerSocket(0, 50, loopback);
                try {
                    DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()));
                    DnsServer server = new DnsServer(tcp, udp);
                    server.run("udp", server::serveUdp);
                    server.run("tcp", server::serveTcp);
                    return server;
                } catch (IOException e) {
                    // Somebody else has the port for UDP: try another.
                    tcp.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no port is free for both UDP and TCP");
    }

    /** As the option {@code dns-resolvers} has it. */
    String address() {
        return "127.0.0.1:" + tcp.getLocalPort();
    }

    /** How many questions came so far. */
    int queries() {
        return queries.get();
    }

    /** From now on says this of a name. */
    void say(String name, Says says) {
        byName.put(name.toLowerCase(Locale.ROOT), says);
    }

    /** An answer to be filled. */
    static Message answer(Message query, int rcode) {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.getHeader().setRcode(rcode);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        return answer;
    }

    private void run(String what, Runnable serve) {
        Thread thread = new Thread(serve, "dns-" + what + "-" + tcp.getLocalPort());
        thread.setDaemon(true);
        thread.start();
    }

    private void serveUdp() {
        byte[] buffer = new byte[MAX_QUERY_BYTES];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] bytes = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
                Message query = new Message(bytes);
                Optional<Message> said = said(query, false);
                if (said.isPresent()) {
                    int most = query.getOPT() == null
                            ? PLAIN_UDP_BYTES
                            : query.getOPT().getPayloadSize();
                    byte[] wire = said.get().toWire(most);
                    udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
                }
            } catch (IOException | RuntimeException e) {
                System.out.println("test resolver, UDP: " + e);
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                run("connection", () -> serve(socket));
            } catch (IOException e) {
                System.out.println("test resolver, TCP: " + e);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setSoTimeout(TCP_TIMEOUT_MS);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            // One question after the other, until the other side ends the connection or is silent for long.
            while (true) {
                byte[] query = in.readNBytes(in.readUnsignedShort());
                Optional<Message> said = said(new Message(query), true);
                if (said.isPresent()) {
                    byte[] wire = said.get().toWire(Message.MAXLENGTH);
                    out.writeShort(wire.length);
                    out.write(wire);
                    out.flush();
                }
            }
        } catch (EOFException | SocketTimeoutException e) {
            // It is over.
        } catch (IOException | RuntimeException e) {
            System.out.println("test resolver, connection: " + e);
        }
    }

    private Optional<Message> said(Message query, boolean isTcp) {
        queries.incrementAndGet();
        String name = query.getQuestion().getName().toString(true).toLowerCase(Locale.ROOT);
        return byName.getOrDefault(name, (asked, tcp) -> Optional.of(answer(asked, Rcode.NXDOMAIN)))
                .to(query, isTcp);
    }
}
