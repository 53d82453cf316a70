package io.gatehouse.domain;

import io.gatehouse.core.domain.DomainChallenge;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Pagination;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A domain as every answer shows it. Its record is no secret: it is to stand in DNS. */
@Schema(name = "Domain")
public record DomainRepresentation(
        @Schema(required = true, format = "uuid") String id,

        @Schema(required = true, description = "In its ASCII form", examples = "acme.example")
        String domain,

        @Schema(required = true, nullable = true, description = "null: the realm's own") @Nullable
        String organizationId,

        @Schema(
                required = true,
                enumeration = {"pending", "verified", "failed", "unverified"})
        String status,

        @Schema(required = true) TxtRepresentation txt,

        @Schema(
                required = true,
                nullable = true,
                format = "date-time",
                description = "Until when the record must be found; null unless pending")
        @Nullable
        String expiresAt,

        @Schema(required = true, nullable = true, format = "date-time") @Nullable
        String verifiedAt,

        @Schema(
                required = true,
                description = "Daily looks in a row at which the record was missing; after 3 it is unverified")
        int misses,

        @Schema(required = true, nullable = true) @Nullable CheckRepresentation lastCheck,

        @Schema(required = true, format = "date-time") String createdAt,
        @Schema(required = true, format = "date-time") String updatedAt) {

    /** The record that proves the domain. */
    @Schema(name = "DomainTxtRecord", description = "The TXT record to publish")
    public record TxtRepresentation(
            @Schema(required = true, examples = "_gatehouse-challenge.acme.example")
            String name,

            @Schema(required = true, examples = "gatehouse-domain-verification=…")
            String value) {}

    /** The last look at the record. */
    @Schema(name = "DomainCheck", description = "The last look at the record")
    public record CheckRepresentation(
            @Schema(required = true, format = "date-time") String checkedAt,

            @Schema(
                    required = true,
                    description =
                            "present, no_such_name, no_record, other_value, alias, too_large, resolvers_disagree, timeout or server_failure")
            String result,

            @Schema(required = true, description = "The same in a sentence, with what to do about it")
            String detail) {}

    /** A page of domains, as OpenAPI shows it. */
    @Schema(name = "DomainPage")
    public record PageRepresentation(
            @Schema(required = true) List<DomainRepresentation> items,
            @Schema(required = true) Pagination pagination) {
        /** Copies the items. */
        public PageRepresentation {
            items = List.copyOf(items);
        }
    }

    static DomainRepresentation of(Domain domain) {
        Domain.State state = domain.state();
        Domain.Check check = domain.check();
        return new DomainRepresentation(
                domain.id(),
                domain.name().text(),
                domain.organizationId(),
                state.status().text(),
                new TxtRepresentation(
                        DomainChallenge.recordName(domain.name()),
                        domain.challenge().recordValue()),
                iso(state.expiresAtMs()),
                iso(state.verifiedAtMs()),
                state.misses(),
                check == null
                        ? null
                        : new CheckRepresentation(Clock.iso(check.atMs()), check.result(), sentence(check.result())),
                Clock.iso(state.createdAtMs()),
                Clock.iso(state.updatedAtMs()));
    }

    private static String sentence(String result) {
        return switch (result) {
            case "present" -> "The record is there.";
            case "no_such_name" ->
                "DNS has no such name. Publish the record; a new one can take until the zone's negative TTL is over.";
            case "no_record" -> "The name is there but has no TXT record.";
            case "other_value" ->
                "The name has TXT records, none of which has the value. One of another challenge proves nothing here.";
            case "alias" -> "The name is an alias (CNAME), which is not followed: publish the TXT record itself.";
            case "too_large" ->
                "The name has more TXT records than an answer of DNS can hold: remove those that are not needed.";
            case "resolvers_disagree" ->
                "Some resolvers see the record and others do not. Try again when the record's TTL is over.";
            case "timeout" -> "DNS did not answer in time.";
            case "server_failure" -> "DNS answered with a failure: look at the domain's name servers and DNSSEC.";
            default -> "No resolver could be asked.";
        };
    }

    private static @Nullable String iso(@Nullable Long ms) {
        return ms == null ? null : Clock.iso(ms);
    }
}
