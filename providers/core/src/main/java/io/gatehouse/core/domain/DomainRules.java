package io.gatehouse.core.domain;

/**
 * Which domains can be verified at all. Immutable.
 *
 * @param suffixes below which anybody may register
 * @param shared at which anybody can have an address
 */
public record DomainRules(SuffixList suffixes, SharedMailDomains shared) {
    /**
     * The domain that a person entered.
     *
     * @throws RefusedDomainException see {@link RefusedDomainException#code()}
     */
    public DomainName admit(String entered) {
        DomainName name = DomainName.parse(entered);
        if (suffixes.isSuffix(name)) {
            throw new RefusedDomainException(
                    "public_suffix", "Anybody may register names below " + name.text() + ": it is a public suffix.");
        }
        if (shared.covers(name)) {
            throw new RefusedDomainException(
                    "shared_mail_domain", "Anybody can have an address at " + name.text() + ": nobody can hold it.");
        }
        return name;
    }
}
