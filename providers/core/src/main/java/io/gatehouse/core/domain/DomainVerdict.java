package io.gatehouse.core.domain;

import io.gatehouse.core.domain.DnsSight.Kind;
import java.util.List;

/**
 * What the answers of all resolvers together prove. Two must see the record (one, where the server has but one resolver), and none
 * that answers may see something else: to forge the proof, somebody would have to deceive them all.
 *
 * @param result what is proved
 * @param sights what each resolver said
 */
public record DomainVerdict(Result result, List<DnsSight> sights) {
    /** How many resolvers must agree, where there are as many. */
    public static final int QUORUM = 2;

    /** What can come of it. */
    public enum Result {
        /** The record is there. */
        PROVED,
        /** The record is not there. */
        MISSING,
        /** Some see the record and others do not. */
        DISAGREEMENT,
        /** Too few answered. */
        UNANSWERED
    }

    /** Copies the list. */
    public DomainVerdict {
        sights = List.copyOf(sights);
    }

    /** @param sights one for each resolver that was asked */
    public static DomainVerdict of(List<DnsSight> sights) {
        int needed = Math.max(1, Math.min(QUORUM, sights.size()));
        long present = count(sights, Kind.PRESENT);
        long absent = count(sights, Kind.ABSENT);
        Result result;
        if (present > 0 && absent > 0) {
            result = Result.DISAGREEMENT;
        } else if (present >= needed) {
            result = Result.PROVED;
        } else if (absent >= needed) {
            result = Result.MISSING;
        } else {
            result = Result.UNANSWERED;
        }
        return new DomainVerdict(result, sights);
    }

    /** The one word for it: what the first resolver that bears on the result said, or that they disagree. */
    public String reason() {
        return switch (result) {
            case PROVED -> DnsSight.Finding.PRESENT.text();
            case DISAGREEMENT -> "resolvers_disagree";
            case MISSING -> first(Kind.ABSENT);
            case UNANSWERED -> first(Kind.SILENT);
        };
    }

    private String first(Kind kind) {
        return sights.stream()
                .filter(sight -> sight.finding().kind() == kind)
                .map(sight -> sight.finding().text())
                .findFirst()
                .orElse("no_resolver");
    }

    private static long count(List<DnsSight> sights, Kind kind) {
        return sights.stream().filter(sight -> sight.finding().kind() == kind).count();
    }
}
