package io.gatehouse.domain;

import io.gatehouse.core.domain.DomainRules;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Created;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Idempotency;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Query;
import io.gatehouse.platform.Reach;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** {@code /domains}: domains that the realm or its organizations prove to be theirs. */
@Tag(name = "Domains", description = "Domains, proved by a record in DNS")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class DomainResource {
    private final Call call;
    private final Domains domains;
    private final DomainRules rules;
    private final DomainVerification verification;
    private final DomainOrganization organization;

    /** Serves one call. */
    public DomainResource(Call call, Domains domains, DomainRules rules, DomainVerification verification) {
        this.call = call;
        this.domains = domains;
        this.rules = rules;
        this.verification = verification;
        this.organization = new DomainOrganization(call);
    }

    /** Adds a domain; the answer says which record proves it. */
    @POST
    @Operation(operationId = "createDomain", summary = "Add a domain; the answer says which TXT record proves it")
    @Parameter(name = Idempotency.HEADER, in = ParameterIn.HEADER, schema = @Schema(implementation = String.class))
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = DomainBodies.CreateRequest.class)))
    @APIResponseSchema(
            value = DomainRepresentation.class,
            responseCode = "201",
            responseDescription = "The domain, pending for 7 days")
    @APIResponse(responseCode = "402", description = "The plan allows no more domains")
    @APIResponse(
            responseCode = "409",
            description =
                    "It was added before, its holder has 100 domains, or a call with this Idempotency-Key is still"
                            + " running")
    public Response create(byte @Nullable [] body) {
        Reach ignored = organization.reach(Permission.DOMAINS_WRITE);
        DomainBodies.NewDomain wanted = DomainBodies.readCreate(call.fields(body), rules);
        String organizationId = organization.of(wanted.organizationId());
        return Idempotency.create(call, body, () -> {
            Domain domain = domains.create(wanted.name(), organizationId);
            return new Created(domain.id(), Json.tree(DomainRepresentation.of(domain)), Set.of());
        });
    }

    /** Lists domains, newest first. */
    @GET
    @Operation(operationId = "listDomains", summary = "List domains, newest first")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            schema =
                    @Schema(
                            implementation = String.class,
                            enumeration = {"pending", "verified", "failed", "unverified"}))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            schema = @Schema(implementation = Integer.class, minimum = "1", maximum = "100", defaultValue = "20"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of an earlier answer",
            schema = @Schema(implementation = String.class))
    @Parameter(name = "offset", in = ParameterIn.QUERY, schema = @Schema(implementation = Integer.class, minimum = "0"))
    @Parameter(name = "page", in = ParameterIn.QUERY, schema = @Schema(implementation = Integer.class, minimum = "1"))
    @APIResponseSchema(
            value = DomainRepresentation.PageRepresentation.class,
            responseCode = "200",
            responseDescription = "One page")
    public Response list() {
        Reach reach = organization.reach(Permission.DOMAINS_READ);
        Query query = call.listQuery("status");
        DomainStatus status = query.text("status").map(DomainResource::status).orElse(null);
        PageRequest page = PageRequest.of(query);
        return Answer.page(domains.page(reach, status, page).map(DomainRepresentation::of), call.uri());
    }

    /** Shows one domain. */
    @GET
    @Path("{id}")
    @Operation(operationId = "getDomain", summary = "Show a domain and its record")
    @APIResponseSchema(
            value = DomainRepresentation.class,
            responseCode = "200",
            responseDescription = "The domain as it stands; DNS is not asked")
    public Response get(@PathParam("id") String id) {
        Reach reach = organization.reach(Permission.DOMAINS_READ);
        call.noQuery();
        return Answer.ok(DomainRepresentation.of(domains.find(id, reach).orElseThrow(GatehouseException::notFound)));
    }

    /** Asks DNS for the record now. */
    @POST
    @Path("{id}/verify")
    @Operation(operationId = "verifyDomain", summary = "Ask DNS for the record now")
    @APIResponseSchema(
            value = DomainRepresentation.class,
            responseCode = "200",
            responseDescription = "DNS answered; whether the domain is verified, see status, and if not, last_check")
    @APIResponse(
            responseCode = "409",
            description =
                    "challenge_expired: the 7 days are over; domain_taken: another holds the domain in this realm")
    @APIResponse(responseCode = "502", description = "DNS does not answer; detail says what was seen")
    public Response verify(@PathParam("id") String id) {
        Reach reach = organization.reach(Permission.DOMAINS_WRITE);
        call.noQuery();
        Domain begun = domains.checks().begin(id, reach).orElseThrow(() -> outOfReach(id));
        return Answer.ok(DomainRepresentation.of(verification.look(call, begun)));
    }

    /** Deletes a domain. */
    @DELETE
    @Path("{id}")
    @Operation(operationId = "deleteDomain", summary = "Delete a domain; a verified one is not verified any longer")
    @Parameter(
            name = "Prefer",
            in = ParameterIn.HEADER,
            description = "return=representation for a 200 with the domain",
            schema = @Schema(implementation = String.class))
    @APIResponseSchema(
            value = DomainRepresentation.class,
            responseCode = "200",
            responseDescription = "The deleted domain, when asked for")
    @APIResponse(responseCode = "204", description = "It is deleted")
    public Response delete(@PathParam("id") String id) {
        Reach reach = organization.reach(Permission.DOMAINS_WRITE);
        call.noQuery();
        Domain domain = domains.delete(id, reach).orElseThrow(() -> outOfReach(id));
        return Answer.deleted(call.headers(), DomainRepresentation.of(domain));
    }

    /** 404 for what the caller may not see, 403 for what it sees and may not change. */
    private GatehouseException outOfReach(String id) {
        boolean isSeen = call.caller().may(Permission.DOMAINS_READ)
                && domains.find(id, call.caller().reach(Permission.DOMAINS_READ))
                        .isPresent();
        return isSeen ? GatehouseException.forbidden(Permission.DOMAINS_WRITE) : GatehouseException.notFound();
    }

    private static DomainStatus status(String text) {
        return DomainStatus.of(text)
                .orElseThrow(() -> GatehouseException.badRequest(
                        "invalid_parameter", "status must be one of: " + DomainStatus.WORDS + "."));
    }
}
