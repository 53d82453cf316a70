package io.gatehouse.testkit.clock;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;

/**
 * Reads and sets the offset of Keycloak's {@link Time}, and searches the database for secrets. It moves this JVM only: with several nodes, call each of them.
 * Anybody may call it, so the jar it is in belongs on test servers alone.
 */
@Produces(MediaType.APPLICATION_JSON)
public final class TestClockResource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KeycloakSession session;

    TestClockResource(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Searches the whole database for secrets.
     *
     * @param secrets one in each line
     * @return {@code found}: tables and columns that hold one of them
     */
    @POST
    @Path("search")
    @Consumes(MediaType.TEXT_PLAIN)
    public Map<String, List<String>> search(String secrets) {
        return session.getProvider(JpaConnectionProvider.class)
                .getEntityManager()
                .unwrap(Session.class)
                .doReturningWork(connection -> Map.of(
                        "found", new TableSearch(connection, secrets.lines().collect(Collectors.toSet())).findings()));
    }

    /**
     * Parses a JSON object and does nothing else: what the server takes for any such call.
     *
     * @return {@code members}: how many members the object has
     */
    @POST
    @Path("nothing")
    @Consumes(MediaType.APPLICATION_JSON)
    public Map<String, Integer> nothing(byte[] body) throws IOException {
        return Map.of("members", JSON.readTree(body).size());
    }

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
