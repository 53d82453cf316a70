package io.gatehouse.token;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The lists of a realm that tokens may still refer to (draft-ietf-oauth-status-list section 9.3). */
@Schema(name = "StatusLists")
record StatusListsRepresentation(
        @Schema(required = true, maxItems = StatusLists.MAX_LISTED)
        List<String> statusLists) {}
