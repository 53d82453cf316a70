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
    private static final int THREADS = 4;
    private static final int CLOSE_TIMEOUT_SECONDS = 5;

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS, work -> {
        Thread thread = new Thread(work, "gatehouse-job");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public void every(String name, long intervalMs, Runnable work) {
        ScheduledFuture<?> ignored = executor.scheduleWithFixedDelay(
                new Contained(name, work), intervalMs, intervalMs, TimeUnit.MILLISECONDS);
    }

    /** A job whose failures end nothing: each is counted, the first of a row is logged, and then every sixtieth. */
    private static final class Contained implements Runnable {
        private static final int LOG_EVERY = 60;

        private final String name;
        private final Runnable work;
        private int failuresInARow;

        Contained(String name, Runnable work) {
            this.name = name;
            this.work = work;
        }

        @Override
        public void run() {
            try {
                work.run();
                failuresInARow = 0;
            } catch (RuntimeException e) {
                Metrics.counter("gatehouse.job.failures", "job", name).increment();
                if (failuresInARow++ % LOG_EVERY == 0) {
                    LOG.warnf(e, "Gatehouse job %s failed; it runs again in time", name);
                }
            }
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
