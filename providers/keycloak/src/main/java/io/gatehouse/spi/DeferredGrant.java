package io.gatehouse.spi;

import io.gatehouse.core.approval.Polling;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.token.DeferredTokens.Collected;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import org.keycloak.OAuthErrorException;
import org.keycloak.events.Details;

/**
 * Polls for a token that waits for a person, in the manner of the device grant (RFC 8628 3.5). Answers are returned, not
 * thrown: that somebody asked is kept. As there, what is only not decided yet is no event of Keycloak's.
 */
final class DeferredGrant extends AgentTokenGrant {
    private static final String DEFERRAL_CODE = "deferral_code";
    private static final String ACCESS_DENIED = "access_denied";
    private static final String EXPIRED_TOKEN = "expired_token";

    /** A text that is too long is refused as no code, and not left out. */
    @Override
    public Set<String> getTokenParameterNames() {
        return Set.of(DEFERRAL_CODE);
    }

    @Override
    public Response process(Context context) {
        setContext(context);
        Response refusal = refusalUnlessAgent();
        if (refusal != null) {
            return refusal;
        }
        String code = formParams.getFirst(DEFERRAL_CODE);
        if (code == null || code.isEmpty()) {
            event.detail(Details.REASON, "no deferral_code");
            event.error(OAuthErrorException.INVALID_REQUEST);
            return error(400, OAuthErrorException.INVALID_REQUEST, "deferral_code is missing.", Map.of());
        }
        try {
            return answer(new Rooms(session, realm, caller()).deferredTokens().collect(code, confirmation()));
        } catch (GatehouseException e) {
            return refused(e);
        }
    }

    private Response answer(Collected collected) {
        if (collected instanceof Collected.Done done) {
            return answer(done.outcome());
        }
        if (collected instanceof Collected.Waiting waiting) {
            return error(
                    400,
                    PENDING,
                    "Nobody has decided yet.",
                    Map.of(
                            "interval",
                            Polling.INTERVAL_SECONDS,
                            "expires_in",
                            waiting.leftSeconds(),
                            "approval_id",
                            waiting.approvalId()));
        }
        if (collected instanceof Collected.TooSoon) {
            return error(
                    400,
                    "slow_down",
                    "Wait " + Polling.INTERVAL_SECONDS + " seconds between two polls.",
                    Map.of("interval", Polling.INTERVAL_SECONDS));
        }
        return over(collected);
    }

    private Response over(Collected collected) {
        if (collected instanceof Collected.Denied denied) {
            event.detail("decision_id", denied.decisionId());
            event.error(ACCESS_DENIED);
            return error(
                    400,
                    ACCESS_DENIED,
                    "It was not approved, or the agent was changed since it asked.",
                    Map.of("decision_id", denied.decisionId()));
        }
        if (collected instanceof Collected.Expired) {
            event.error(EXPIRED_TOKEN);
            return error(400, EXPIRED_TOKEN, "The time for it is over; ask again.", Map.of());
        }
        event.error(OAuthErrorException.INVALID_GRANT);
        return error(400, OAuthErrorException.INVALID_GRANT, "This is no code of yours, or it was used.", Map.of());
    }
}
