package io.gatehouse.domain;

import io.gatehouse.core.domain.DnsSight;
import io.gatehouse.core.domain.DomainVerdict;
import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Caller;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.RequestFacts;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;
import org.keycloak.models.ModelDuplicateException;

/**
 * A look that somebody asks for: the call's transaction ends, DNS is asked, and a transaction of its own settles what came of it,
 * also where the answer is a refusal. One for each node; thread-safe.
 */
public final class DomainVerification {
    /** Looks that one realm may ask for at once, on each node. */
    public static final int BURST = 120;

    /** After how long one more may come: nobody can use us to flood the name servers of others. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    private final AddressThrottle throttle = new AddressThrottle(BURST, INTERVAL);
    private final Database database;
    private final DomainStores stores;
    private final DomainResolvers resolvers;

    /** @param stores opens the domains of a realm */
    public DomainVerification(Database database, DomainStores stores, DomainResolvers resolvers) {
        this.database = database;
        this.stores = stores;
        this.resolvers = resolvers;
    }

    /**
     * Looks for the record of a domain.
     *
     * @param begun the domain, whose look was claimed in the call's transaction
     * @return the domain as it is afterwards
     * @throws GatehouseException 429 when the realm asks too often, 502 when DNS does not answer, 409 {@code domain_taken} when
     *     another holds the domain, 404 when it was deleted meanwhile
     */
    Domain look(Call call, Domain begun) {
        throttle.admitRealm(call.scope(), "DNS is asked too often for this realm.");
        Caller caller = call.caller();
        RequestFacts request = call.scope().request();
        // No transaction, and with it no connection, may be held while DNS takes its time.
        call.scope().session().getTransactionManager().commit();
        DomainVerdict verdict = resolvers.look(begun.question());
        DomainChecks.Settled settled =
                settle(begun, verdict, caller, request).orElseThrow(GatehouseException::notFound);
        if (settled.isTaken()) {
            throw taken();
        }
        if (verdict.result() == DomainVerdict.Result.UNANSWERED) {
            throw GatehouseException.http(502, "dns_" + verdict.reason(), unanswered(verdict));
        }
        return settled.domain();
    }

    private Optional<DomainChecks.Settled> settle(
            Domain begun, DomainVerdict verdict, Caller caller, RequestFacts request) {
        try {
            return database.inNewTransaction(session -> stores.open(session, begun.realmId(), caller, request)
                    .flatMap(domains -> domains.checks().settle(begun.id(), verdict)));
        } catch (ModelDuplicateException e) {
            // Keycloak's word for a row that another transaction has written meanwhile: the other is the holder.
            throw taken();
        }
    }

    private static GatehouseException taken() {
        return GatehouseException.conflict(
                "domain_taken", "The record is there, but another holder in this realm has verified this domain.");
    }

    private static String unanswered(DomainVerdict verdict) {
        String seen =
                verdict.sights().stream().map(DomainVerification::sentence).collect(Collectors.joining("; "));
        return "DNS did not answer well enough to tell; nothing changed. Seen: "
                + (seen.isEmpty() ? "no resolver is set" : seen) + ".";
    }

    private static String sentence(DnsSight sight) {
        return sight.resolver() + ": " + sight.detail();
    }
}
