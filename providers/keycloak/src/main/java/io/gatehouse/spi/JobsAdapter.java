package io.gatehouse.spi;

import io.gatehouse.platform.Jobs;
import io.micrometer.core.instrument.Metrics;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Background work on threads of our own: Keycloak's timer has one thread for everybody, and a slow database must not make
 * our work hold up Keycloak's.
 */
final class JobsAdapter implements Jobs {
    private static final Logger LOG = Logger.getLogger(JobsAdapter.class);
    private static final int THREADS = 2;
    private static final int CLOSE_TIMEOUT_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS, work -> {
        Thread thread = new Thread(work, "gatehouse-job");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public void every(String name, long intervalMs, Runnable work) {
        ScheduledFuture<?> ignored =
                executor.scheduleWithFixedDelay(() -> run(name, work), intervalMs, intervalMs, TimeUnit.MILLISECONDS);
    }

    private static void run(String name, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            Metrics.counter("gatehouse.job.failures", "job", name).increment();
            LOG.warnf(e, "Gatehouse job %s failed; it runs again in time", name);
        }
    }

    void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
