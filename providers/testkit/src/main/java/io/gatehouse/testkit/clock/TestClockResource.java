package io.gatehouse.testkit.clock;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import org.keycloak.common.util.Time;

/**
 * Reads and sets the offset of Keycloak's {@link Time}. It moves this JVM only: with several nodes, call each of them.
 * Anybody may call it, so the jar it is in belongs on test servers alone.
 */
@Produces(MediaType.APPLICATION_JSON)
public final class TestClockResource {
    @GET
    public Map<String, Integer> offset() {
        return Map.of("offset_seconds", Time.getOffset());
    }

    @PUT
    @Path("{offsetSeconds}")
    public Map<String, Integer> move(@PathParam("offsetSeconds") int offsetSeconds) {
        Time.setOffset(offsetSeconds);
        return offset();
    }
}
