package io.gatehouse.approval;

import io.gatehouse.platform.Database;
import io.gatehouse.platform.Deadlines;
import java.util.List;

/** Looks for approvals that are over, and for those that people must be told of; see {@link Deadlines}. */
public final class ApprovalDeadlines {
    private static final int BATCH_ROWS = 100;
    private static final int BATCH_MAILS = 10;
    private static final String TABLE = "GATEHOUSE_APPROVAL";

    private ApprovalDeadlines() {}

    /** In every realm. */
    public static Deadlines of(Database database, ApprovalRooms rooms, ApprovalOutbox outbox) {
        return new Deadlines(
                database,
                "approval-deadlines",
                List.of(
                        new Deadlines.Kind(
                                TABLE, "MAIL_AT_MS", (session, realmId, nowMs) -> rooms.open(session, realmId)
                                        .map(opened -> opened.mail().work(nowMs, BATCH_MAILS, outbox))
                                        .orElse(false)),
                        new Deadlines.Kind(TABLE, "END_AT_MS", (session, realmId, nowMs) -> rooms.open(session, realmId)
                                .map(opened -> opened.approvals().end(nowMs, BATCH_ROWS))
                                .orElse(false))));
    }

    /** Notes in a transaction of its own that letters were sent. */
    public static void sent(Database database, ApprovalRooms rooms, ApprovalOutbox.Batch batch) {
        database.runInNewTransaction(session -> rooms.open(session, batch.realmId())
                .ifPresent(opened -> opened.approvals().mailed(batch.approvalId())));
    }
}
