package io.gatehouse.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.Owner;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the bodies of create and PATCH. */
final class AgentBody {
    private static final Map<String, String> IMMUTABLE = Map.of(
            "owner", "The owner of an agent is not changed here; hand the agent over by its transfer.",
            "organization_id", "The organization of an agent is fixed when it is created.",
            "mode", "The mode of an agent is fixed when it is created.",
            "credential", "The kind of credential of an agent is fixed when it is created.",
            "blueprint_id", "The blueprint of an agent is fixed when it is created.");

    private AgentBody() {}

    /**
     * What the body leaves out, the agent takes from the blueprint that the body names.
     *
     * @param blueprints finds a blueprint
     * @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault
     */
    static NewAgent create(Fields fields, long nowMs, Function<String, Optional<AgentBlueprint>> blueprints) {
        Optional<Owner> owner = owner(fields);
        String organizationId =
                fields.text("organization_id", 1, Owner.MAX_ID_LENGTH).orElse(null);
        AgentBlueprint blueprint = blueprint(fields, blueprints);
        AgentMode mode = fields.word("mode", AgentMode::of, "autonomous, delegated, both")
                .orElse(blueprint == null ? AgentMode.AUTONOMOUS : blueprint.mode());
        AgentCredential credential = fields.word(
                        "credential", AgentCredential::of, "secret, public_key, federated, certificate, none")
                .orElse(blueprint == null ? AgentCredential.SECRET : blueprint.credential());
        AgentDetails before = blueprint == null ? AgentDetails.NONE : blueprint.detailsOfAgent(nowMs);
        AgentDetails details = new AgentDetailsReader(fields, nowMs).patched(before, credential);
        if (blueprint != null) {
            blueprint.requireWithin(fields, details.scopes());
        }
        fields.done();
        String blueprintId = blueprint == null ? null : blueprint.id();
        return new NewAgent(owner.orElseThrow(), organizationId, mode, credential, details, blueprintId);
    }

    private static @Nullable AgentBlueprint blueprint(
            Fields fields, Function<String, Optional<AgentBlueprint>> blueprints) {
        String id = fields.text("blueprint_id", 1, Owner.MAX_ID_LENGTH).orElse(null);
        if (id == null) {
            return null;
        }
        AgentBlueprint blueprint = blueprints.apply(id).orElse(null);
        if (blueprint == null) {
            fields.reject("blueprint_id", "unknown_blueprint", "The realm has no blueprint with this id.");
        }
        return blueprint;
    }

    /**
     * What an agent becomes.
     *
     * @param blueprint that it was made from, null for none
     * @throws io.gatehouse.platform.GatehouseException 422 naming every member at fault
     */
    static AgentDetails patch(Fields fields, Agent before, @Nullable AgentBlueprint blueprint, long nowMs) {
        IMMUTABLE.forEach((name, sentence) -> {
            if (fields.has(name)) {
                fields.reject(name, "immutable", sentence);
            }
        });
        AgentDetails details = new AgentDetailsReader(fields, nowMs).patched(before.details(), before.credential());
        if (blueprint != null && fields.has("scopes")) {
            blueprint.requireWithin(fields, details.scopes());
        }
        fields.done();
        return details;
    }

    /** A text is the name of a team; an object names a user, group or organization of the realm. */
    static Optional<Owner> owner(Fields fields) {
        JsonNode member = fields.member("owner");
        if (member == null) {
            fields.reject("owner", "required", "owner is required.");
            return Optional.empty();
        }
        if (member.isTextual()) {
            return fields.text("owner", 1, Owner.MAX_ID_LENGTH).map(text -> new Owner(Owner.Type.TEXT, text));
        }
        if (!member.isObject()) {
            fields.reject("owner", "wrong_type", "owner must be a string or an object with type and id.");
            return Optional.empty();
        }
        return fields.object("owner", AgentBody::reference).flatMap(reference -> reference);
    }

    private static Optional<Owner> reference(Fields fields) {
        Optional<Owner.Type> type = fields.word("type", AgentBody::ownerType, "user, group, organization");
        if (!fields.has("type") || fields.isNull("type")) {
            fields.reject("type", "required", "type is required.");
        }
        String id = fields.requiredText("id", 1, Owner.MAX_ID_LENGTH);
        return type.map(known -> new Owner(known, id));
    }

    private static Optional<Owner.Type> ownerType(String text) {
        return Owner.Type.of(text)
                .filter(type -> type == Owner.Type.USER || type == Owner.Type.GROUP || type == Owner.Type.ORGANIZATION);
    }
}
