package io.gatehouse.tests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.ObjLongConsumer;

/** A receiver of webhooks on 127.0.0.1 that counts how often each message came to each path. Answers 204 after a while. */
final class CountingReceiver implements AutoCloseable {
    private static final int THREADS = 160;
    private static final int BACKLOG = 1_024;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final AtomicInteger received = new AtomicInteger();
    private volatile long answerAfterMs;
    private volatile IntConsumer beforeAnswer = count -> {};
    private volatile ObjLongConsumer<String> onMessage = (id, ns) -> {};

    CountingReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::receive);
        server.setExecutor(threads);
        server.start();
    }

    /** The address of an endpoint of this receiver. */
    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + path;
    }

    /** How long each answer takes from now on. */
    void answerAfter(long ms) {
        answerAfterMs = ms;
    }

    /** Called with the number of the request before each answer is given. */
    void beforeAnswer(IntConsumer action) {
        beforeAnswer = action;
    }

    /** Told of each message's id and arrival, by {@link System#nanoTime}. */
    void onMessage(ObjLongConsumer<String> action) {
        onMessage = action;
    }

    /** Requests so far. */
    int received() {
        return received.get();
    }

    /** Different messages so far, each path's counted apart. */
    int messages() {
        return counts.size();
    }

    /** Forgets what came. */
    void clear() {
        counts.clear();
        received.set(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] ignored = exchange.getRequestBody().readAllBytes();
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            onMessage.accept(String.valueOf(id), System.nanoTime());
            counts.computeIfAbsent(exchange.getRequestURI() + " " + id, key -> new AtomicInteger())
                    .incrementAndGet();
            beforeAnswer.accept(received.incrementAndGet());
            if (answerAfterMs > 0) {
                LockSupport.parkNanos(answerAfterMs * 1_000_000);
            }
            exchange.sendResponseHeaders(204, -1);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
