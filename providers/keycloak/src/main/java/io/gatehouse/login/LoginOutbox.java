package io.gatehouse.login;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Mail;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Letters by which people log in that are written and not sent yet, on this node. One that does not fit, or is lost with the node,
 * is written again when its time comes. Sent on a thread of the jobs, never within a transaction.
 */
public final class LoginOutbox {
    /** Pause between two looks, in milliseconds. */
    public static final long INTERVAL_MS = 250;

    /** A letter is not sent any more when it lay here for so long: another was written meanwhile. */
    static final long MAX_AGE_MS = 60_000;

    private static final int MAX_LETTERS = 200;

    /** How long one look may go on, in milliseconds: a mail server that hangs holds up one thread, not for ever. */
    private static final long MAX_LOOK_MS = 30_000;

    private final BlockingQueue<Ready> letters = new LinkedBlockingQueue<>(MAX_LETTERS);
    private final Mail mail;
    private final Settle settle;

    /** Told of each letter what became of it, outside of any transaction. */
    @FunctionalInterface
    public interface Settle {
        /** @param isSent whether the mail server took it */
        void settle(String realmId, String mailId, boolean isSent);
    }

    /** Sends by way of a mail port. */
    public LoginOutbox(Mail mail, Settle settle) {
        this.mail = mail;
        this.settle = settle;
    }

    /** A letter that can be sent. */
    record Ready(String realmId, String mailId, Mail.Letter letter, long sinceMs) {}

    void offer(String realmId, String mailId, Mail.Letter letter) {
        boolean ignored = letters.offer(new Ready(realmId, mailId, letter, Clock.monotonicMs()));
    }

    /** Sends what is there. */
    public void work() {
        long untilMs = Clock.monotonicMs() + MAX_LOOK_MS;
        Ready ready = letters.poll();
        while (ready != null) {
            if (Clock.monotonicMs() - ready.sinceMs() < MAX_AGE_MS) {
                settle.settle(ready.realmId(), ready.mailId(), mail.send(ready.letter()));
            }
            ready = Clock.monotonicMs() < untilMs ? letters.poll() : null;
        }
    }
}
