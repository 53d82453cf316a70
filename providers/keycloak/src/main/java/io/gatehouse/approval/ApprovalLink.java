package io.gatehouse.approval;

/** Where people decide an approval. */
public final class ApprovalLink {
    /** Member of a request in which the realm's address is kept, as whoever asked saw it: mail is written later, by a job. */
    static final String ISSUER = "issuer";

    /** Where the pages are, below the realm's address. */
    public static final String PATH = "/gatehouse/approvals/";

    private ApprovalLink() {}

    /** The page of one approval. */
    public static String of(String issuer, String id) {
        return issuer + PATH + id;
    }
}
