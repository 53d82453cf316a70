package io.gatehouse.approval;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Mail;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Letters that are written and not sent yet, on this node. A batch that does not fit, or is lost with the node, is written again
 * when its time comes. Sent on a thread of the jobs, never within a transaction.
 */
public final class ApprovalOutbox {
    /** Pause between two looks, in milliseconds. */
    public static final long INTERVAL_MS = 500;

    private static final int MAX_BATCHES = 100;

    /** How long one look may go on, in milliseconds: a mail server that hangs holds up one thread, not for ever. */
    private static final long MAX_LOOK_MS = 30_000;

    private final BlockingQueue<Batch> batches = new LinkedBlockingQueue<>(MAX_BATCHES);
    private final Mail mail;
    private final Consumer<Batch> sent;

    /** @param sent called when a letter of a batch at least was sent */
    public ApprovalOutbox(Mail mail, Consumer<Batch> sent) {
        this.mail = mail;
        this.sent = sent;
    }

    /**
     * The letters about one request.
     *
     * @param realmId the realm
     * @param approvalId the request
     */
    public record Batch(String realmId, String approvalId, List<Mail.Letter> letters) {
        /** Copies the list. */
        public Batch {
            letters = List.copyOf(letters);
        }
    }

    void offer(Batch batch) {
        boolean ignored = batches.offer(batch);
    }

    /** Sends what is there. */
    public void work() {
        long untilMs = Clock.monotonicMs() + MAX_LOOK_MS;
        Batch batch = batches.poll();
        while (batch != null) {
            send(batch);
            batch = Clock.monotonicMs() < untilMs ? batches.poll() : null;
        }
    }

    private void send(Batch batch) {
        boolean isAnySent = false;
        for (Mail.Letter letter : batch.letters()) {
            isAnySent |= mail.send(letter);
        }
        if (isAnySent) {
            sent.accept(batch);
        }
    }
}
