package io.gatehouse.agent;

import java.util.Map;
import javax.security.auth.x500.X500Principal;

/**
 * The certificate by which an agent proves itself over mutual TLS (RFC 8705 2.1): any that has this subject and that this
 * authority vouches for. Another certificate with the same names is as good, so that it may be renewed.
 *
 * @param subjectDn distinguished name of its subject (RFC 4514), such as {@code CN=report-bot,O=Example}
 * @param caSubjectDn distinguished name of the authority at the top of its chain, which the server trusts
 */
public record CertificateName(String subjectDn, String caSubjectDn) {
    /** Longest distinguished name, in characters. */
    public static final int MAX_LENGTH = 1_024;

    /** What Keycloak's X509ClientAuthenticator reads beyond the names that Java knows. */
    private static final Map<String, String> KEYWORDS = Map.of(
            "SERIALNUMBER",
            "2.5.4.5",
            "BUSINESSCATEGORY",
            "2.5.4.15",
            "JURISDICTIONCOUNTRYNAME",
            "1.3.6.1.4.1.311.60.2.1.3",
            "EMAILADDRESS",
            "1.2.840.113549.1.9.1",
            "E",
            "1.2.840.113549.1.9.1");

    /** Whether Keycloak reads the text as a distinguished name with something in it. */
    static boolean isDistinguishedName(String text) {
        try {
            return !new X500Principal(text, KEYWORDS).getName().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
