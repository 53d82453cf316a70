package io.gatehouse.domain;

import io.gatehouse.core.domain.DomainName;
import io.gatehouse.core.domain.DomainRules;
import io.gatehouse.core.domain.RefusedDomainException;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The request body of {@link DomainResource}: its shape for the API description, and how it is read. */
final class DomainBodies {
    private static final int MAX_ORGANIZATION_ID_LENGTH = 36;

    private DomainBodies() {}

    /** Body of create. */
    @Schema(name = "DomainCreateRequest")
    record CreateRequest(
            @Schema(
                    required = true,
                    maxLength = DomainName.MAX_LENGTH,
                    description =
                            "A domain that can be held: no public suffix, nothing at which anybody can have an address;"
                                    + " international labels are turned into their ASCII form",
                    examples = "acme.example")
            String domain,

            @Schema(
                    nullable = true,
                    maxLength = MAX_ORGANIZATION_ID_LENGTH,
                    description = "Whose it is; default: the realm's own")
            @Nullable
            String organizationId) {}

    /** What create asks for. */
    record NewDomain(DomainName name, @Nullable String organizationId) {}

    /** @throws GatehouseException 422 naming every member at fault */
    static NewDomain readCreate(Fields fields, DomainRules rules) {
        String entered = fields.requiredText("domain", 1, DomainName.MAX_LENGTH);
        String organizationId =
                fields.text("organization_id", 1, MAX_ORGANIZATION_ID_LENGTH).orElse(null);
        DomainName name = entered.isEmpty() ? null : admit(fields, entered, rules);
        fields.done();
        if (name == null) {
            throw new IllegalStateException("a name that was not read was not rejected");
        }
        return new NewDomain(name, organizationId);
    }

    private static @Nullable DomainName admit(Fields fields, String entered, DomainRules rules) {
        try {
            return rules.admit(entered);
        } catch (RefusedDomainException e) {
            fields.reject("domain", e.code(), e.detail());
            return null;
        }
    }
}
