package io.gatehouse.account;

import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Mail;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jboss.logging.Logger;

/**
 * Letters about accounts that are written and not sent yet, on this node. Sent on a thread of the jobs: no transaction is open,
 * and how long an answer takes tells nobody whether there was a letter. What a mail server does not take is tried again
 * {@value #MAX_TRIES} times in all; a letter that is lost with the node is asked for again by whoever waits for it.
 */
public final class AccountOutbox {
    /** Pause between two looks, in milliseconds. */
    public static final long INTERVAL_MS = 500;

    /** Most letters that wait. */
    static final int MAX_LETTERS = 1_000;

    /** How often a letter is tried. */
    static final int MAX_TRIES = 3;

    private static final Logger LOG = Logger.getLogger(AccountOutbox.class);

    /** How long one look may go on, in milliseconds: a mail server that hangs holds up one thread, not for ever. */
    private static final long MAX_LOOK_MS = 30_000;

    private record Waiting(Mail.Letter letter, int tries) {}

    private final BlockingQueue<Waiting> letters = new LinkedBlockingQueue<>(MAX_LETTERS);
    private final Mail mail;

    /** @param mail what sends */
    public AccountOutbox(Mail mail) {
        this.mail = mail;
    }

    /** Keeps a letter until the next look; one that does not fit is dropped. */
    void offer(Mail.Letter letter) {
        put(new Waiting(letter, 0));
    }

    private void put(Waiting waiting) {
        if (!letters.offer(waiting)) {
            LOG.warn("too many letters wait for the mail server; one was dropped");
        }
    }

    /** Sends what is there now. */
    public void work() {
        long untilMs = Clock.monotonicMs() + MAX_LOOK_MS;
        for (int left = letters.size(); left > 0 && Clock.monotonicMs() < untilMs; left--) {
            Waiting next = letters.poll();
            if (next != null && !mail.send(next.letter())) {
                again(next);
            }
        }
    }

    private void again(Waiting failed) {
        if (failed.tries() + 1 < MAX_TRIES) {
            put(new Waiting(failed.letter(), failed.tries() + 1));
        } else {
            LOG.warn("the mail server did not take a letter about an account");
        }
    }
}
