package io.gatehouse.agent;

import io.gatehouse.platform.Fields;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the names by which others vouch for an agent: an issuer's, or a certificate's. Each consists of two members, which an agent
 * of that credential needs both, and no other agent has; one that was handed over has none until an administrator sets them.
 */
final class AgentNamesReader {
    private static final String ISSUER = "federated_issuer";
    private static final String SUBJECT = "federated_subject";
    private static final String SUBJECT_DN = "tls_client_auth_subject_dn";
    private static final String CA_SUBJECT_DN = "tls_client_auth_ca_subject_dn";

    private final Fields fields;
    private final AgentDetails before;
    private final AgentCredential credential;

    AgentNamesReader(Fields fields, AgentDetails before, AgentCredential credential) {
        this.fields = fields;
        this.before = before;
        this.credential = credential;
    }

    /** What an issuer calls the agent; null for none. */
    @Nullable
    FederatedIdentity federated() {
        FederatedIdentity old = before.federated();
        String issuer = visible(ISSUER, FederatedIdentity.MAX_ISSUER_LENGTH).orElse(old == null ? null : old.issuer());
        String subject =
                visible(SUBJECT, FederatedIdentity.MAX_SUBJECT_LENGTH).orElse(old == null ? null : old.subject());
        boolean isThere = areThere(AgentCredential.FEDERATED, SUBJECT, List.of(ISSUER, SUBJECT), issuer, subject);
        return isThere && issuer != null && subject != null ? new FederatedIdentity(issuer, subject) : null;
    }

    /** What a certificate calls the agent; null for none. */
    @Nullable
    CertificateName certificate() {
        CertificateName old = before.certificate();
        String subjectDn = distinguishedName(SUBJECT_DN).orElse(old == null ? null : old.subjectDn());
        String caSubjectDn = distinguishedName(CA_SUBJECT_DN).orElse(old == null ? null : old.caSubjectDn());
        boolean isThere = areThere(
                AgentCredential.CERTIFICATE, SUBJECT_DN, List.of(SUBJECT_DN, CA_SUBJECT_DN), subjectDn, caSubjectDn);
        return isThere && subjectDn != null && caSubjectDn != null ? new CertificateName(subjectDn, caSubjectDn) : null;
    }

    /** Whether the agent is one of those that have the two members, which are refused to others. */
    private boolean areThere(
            AgentCredential theirs,
            String blamed,
            List<String> names,
            @Nullable String first,
            @Nullable String second) {
        String both = String.join(" and ", names) + ".";
        boolean isSent = names.stream().map(fields::member).anyMatch(Objects::nonNull);
        if (credential != theirs) {
            if (isSent) {
                fields.reject(
                        blamed, "not_applicable", "Only agents with the credential " + theirs.text() + " have " + both);
            }
            return false;
        }
        boolean isTakenAway = names.stream().anyMatch(fields::isNull);
        boolean isWanted = isSent || isTakenAway || before.name().isEmpty();
        if (isWanted && (isTakenAway || first == null || second == null)) {
            fields.reject(blamed, "required", "An agent with the credential " + theirs.text() + " needs " + both);
        }
        return true;
    }

    private Optional<String> visible(String name, int maxLength) {
        return text(name, maxLength, FederatedIdentity::isWellFormed, name + " must be visible ASCII characters.");
    }

    private Optional<String> distinguishedName(String name) {
        return text(
                name,
                CertificateName.MAX_LENGTH,
                CertificateName::isDistinguishedName,
                name + " must be a distinguished name, such as CN=report-bot,O=Example.");
    }

    private Optional<String> text(String name, int maxLength, Predicate<String> isGood, String rule) {
        Optional<String> text = fields.text(name, 1, maxLength);
        text.filter(isGood.negate()).ifPresent(sent -> fields.reject(name, "invalid_value", rule));
        return text;
    }
}
