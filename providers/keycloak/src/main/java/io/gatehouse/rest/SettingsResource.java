package io.gatehouse.rest;

import io.gatehouse.agent.Agents;
import io.gatehouse.event.Event;
import io.gatehouse.event.EventType;
import io.gatehouse.event.Events;
import io.gatehouse.platform.Answer;
import io.gatehouse.platform.Call;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Permission;
import io.gatehouse.platform.RealmSettings;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The realm's settings. */
@Tag(name = "Settings", description = "The realm's settings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
public final class SettingsResource {
    private final Call call;
    private final Events events;
    private final Agents agents;

    /**
     * Serves one call.
     *
     * @param agents those of the realm, whose end may come nearer or go
     */
    public SettingsResource(Call call, Events events, Agents agents) {
        this.call = call;
        this.events = events;
        this.agents = agents;
    }

    /** Shows the settings. */
    @GET
    @Operation(operationId = "getSettings", summary = "Show the realm's settings")
    @APIResponse(
            responseCode = "200",
            description = "The settings",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = SettingsRepresentation.class)))
    public Response get() {
        call.caller().require(Permission.SETTINGS_WRITE);
        call.noQuery();
        return Answer.ok(SettingsRepresentation.of(call.scope().settings()));
    }

    /** Changes settings (RFC 7396); a member that is null or absent stays as it is. */
    @PATCH
    @Operation(operationId = "patchSettings", summary = "Change the realm's settings")
    @RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = SettingsPatch.class)))
    @APIResponse(
            responseCode = "200",
            description = "The settings as they are now",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = SettingsRepresentation.class)))
    public Response patch(byte @Nullable [] body) {
        call.caller().require(Permission.SETTINGS_WRITE);
        RealmSettings before = call.scope().settings();
        RealmSettings after = before.patchedBy(call.fields(body));
        after.storeIn(call.scope().realm());
        if (after.agentMaxLifetimeDays() != before.agentMaxLifetimeDays()) {
            agents.lookAtAll();
        }
        String ignored = events.append(
                Event.of(EventType.SETTINGS_UPDATED, "realm", call.scope().realmId())
                        .data("settings", Json.toMap(Json.tree(SettingsRepresentation.of(after))))
                        .build());
        return Answer.ok(SettingsRepresentation.of(after));
    }
}
