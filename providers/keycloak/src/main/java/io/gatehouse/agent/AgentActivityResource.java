package io.gatehouse.agent;

import io.gatehouse.event.SequencedEvent;
import io.gatehouse.event.SequencedEventFilter;
import io.gatehouse.event.SequencedEvents;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Page;
import io.gatehouse.platform.PageCursor;
import io.gatehouse.platform.PageRequest;
import io.gatehouse.platform.Pagination;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.Reach;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * The HTTP door to what an agent did and what was done to it: the realm's events that name it, in the order of their numbers,
 * by an index. An event that was just written follows in less than a second.
 */
@Tag(name = "Agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class AgentActivityResource {
    private final Call call;
    private final Agents agents;
    private final String id;

    /** A page, as OpenAPI shows it. */
    @Schema(name = "AgentActivityPage")
    record ActivityPage(
            @Schema(required = true) List<AgentActivityRepresentation> items,
            @Schema(required = true) Pagination pagination) {
        ActivityPage {
            items = List.copyOf(items);
        }
    }

    /**
     * Serves one call.
     *
     * @param id of the agent, as the path says
     */
    public AgentActivityResource(Call call, Agents agents, String id) {
        this.call = call;
        this.agents = agents;
        this.id = id;
    }

    /** Lists it, newest first. */
    @GET
    @Operation(
            operationId = "listAgentActivity",
            summary = "List what an agent did and what was done to it, newest first",
            description = "Other people are named to holders of audit:read only.")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "Events a page, 20 unless given",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "next_cursor of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "offset",
            in = ParameterIn.QUERY,
            description = "Events to pass over; an alias of cursor",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "100000"))
    @Parameter(
            name = "page",
            in = ParameterIn.QUERY,
            description = "Page number; an alias of cursor",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100000"))
    @APIResponse(
            responseCode = "200",
            description = "One page",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ActivityPage.class)))
    public Response list() {
        Reach reach = call.caller().reach(Permission.AGENTS_READ);
        PageRequest request = PageRequest.of(call.listQuery());
        Agent agent = new AgentAccess(call, agents).visible(id, reach);
        return Answer.page(
                events(agent, request).map(event -> AgentActivityRepresentation.of(event, call.caller())), call.uri());
    }

    private Page<SequencedEvent> events(Agent agent, PageRequest request) {
        SequencedEventFilter filter = new SequencedEventFilter(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(agent.id()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return call.scope().ports().database().onConnection(call.scope().session(), connection -> {
            SequencedEvents events =
                    new SequencedEvents(connection, call.scope().realmId());
            PageCursor cursor = request.cursor();
            Integer offset = request.offset();
            List<SequencedEvent> rows = events.newest(
                    filter,
                    cursor == null ? null : cursor.createdAtMs(),
                    offset == null ? 0 : offset,
                    request.limit() + 1);
            Long total = request.wantsTotal() ? events.count(filter) : null;
            // Events are ordered by number alone, so the number stands where other lists have the time.
            return Page.of(rows, request, event -> new PageCursor(event.seq(), event.id()), total);
        });
    }
}
