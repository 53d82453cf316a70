package io.gatehouse.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.core.approval.ApprovalTerms;
import io.gatehouse.core.approval.Approver;
import io.gatehouse.core.approval.Relation;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules are read as they are meant, and every fault has its place. Long by its tables of faults. */
class RuleReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/rules|wrong_type",
                "[1]|/rules/0|wrong_type",
                "[{}]|/rules/0/effect|required",
                "[{'effect':'Deny'}]|/rules/0/effect|invalid_value",
                "[{'effect':7}]|/rules/0/effect|invalid_value",
                "[{'effect':'deny','x':1}]|/rules/0/x|unknown_member",
                "[{'effect':'deny','a/b~':1}]|/rules/0/a~1b~0|unknown_member",
                "[{'effect':'deny','id':''}]|/rules/0/id|invalid_value",
                "[{'effect':'deny','id':'a b'}]|/rules/0/id|invalid_value",
                "[{'effect':'deny','id':'a'},{'effect':'deny','id':'a'}]|/rules/1/id|not_unique",
                "[{'effect':'deny','id':'rule-2'},{'effect':'deny'}]|/rules/1/id|not_unique",
                "[{'effect':'deny','message':''}]|/rules/0/message|too_short",
                "[{'effect':'deny','message':'a\\u0007'}]|/rules/0/message|invalid_text",
                "[{'effect':'deny','when':[]}]|/rules/0/when|wrong_type",
                "[{'effect':'deny','when':{'agents':'a'}}]|/rules/0/when/agents|unknown_member",
                "[{'effect':'deny','when':{'metadata.':'a'}}]|/rules/0/when/metadata.|unknown_member",
                "[{'effect':'deny','when':{'cel':['true']}}]|/rules/0/when/cel|wrong_type",
                "[{'effect':'deny','when':{'cel':'1'}}]|/rules/0/when/cel|invalid_expression",
                "[{'effect':'deny','when':{'agent':[]}}]|/rules/0/when/agent|too_few",
                "[{'effect':'deny','when':{'agent':['a',1]}}]|/rules/0/when/agent/1|wrong_type",
                "[{'effect':'deny','when':{'agent':''}}]|/rules/0/when/agent|too_short",
                "[{'effect':'deny','when':{'metadata.a':{}}}]|/rules/0/when/metadata.a|wrong_type",
                "[{'effect':'deny','when':{'ttl_above':'9'}}]|/rules/0/when/ttl_above|wrong_type",
                "[{'effect':'deny','when':{'ttl_above':1.5}}]|/rules/0/when/ttl_above|wrong_type",
                "[{'effect':'deny','when':{'ttl_above':-1}}]|/rules/0/when/ttl_above|out_of_range",
                "[{'effect':'deny','when':{'ttl_above':86401}}]|/rules/0/when/ttl_above|out_of_range",
                "[{'effect':'deny','when':{'chain_depth_above':5}}]|/rules/0/when/chain_depth_above|out_of_range",
                "[{'effect':'deny','when':{'ip':'10.0.0.1/8'}}]|/rules/0/when/ip|invalid_value",
                "[{'effect':'deny','when':{'ip':['::/0','x']}}]|/rules/0/when/ip/1|invalid_value",
                "[{'effect':'deny','when':{'time':'mon'}}]|/rules/0/when/time|wrong_type",
                "[{'effect':'deny','when':{'time':{}}}]|/rules/0/when/time|required",
                "[{'effect':'deny','when':{'time':{'zone':'UTC'}}}]|/rules/0/when/time|required",
                "[{'effect':'deny','when':{'time':{'day':'mon','days':'mon'}}}]|/rules/0/when/time/day|unknown_member",
                "[{'effect':'deny','when':{'time':{'days':'monday'}}}]|/rules/0/when/time/days|invalid_value",
                "[{'effect':'deny','when':{'time':{'hours':'8-9'}}}]|/rules/0/when/time/hours|invalid_value",
                "[{'effect':'deny','when':{'time':{'hours':['00:00-24:01']}}}]|/rules/0/when/time/hours/0|invalid_value",
                "[{'effect':'deny','when':{'time':{'hours':'24:00-08:00'}}}]|/rules/0/when/time/hours|invalid_value",
                "[{'effect':'deny','when':{'time':{'hours':'08:00-08:00'}}}]|/rules/0/when/time/hours|invalid_value",
                "[{'effect':'deny','when':{'time':{'days':'mon','zone':'Mars/X'}}}]|/rules/0/when/time/zone|invalid_value",
                "[{'effect':'deny','throttle':{}}]|/rules/0/throttle|not_allowed",
                "[{'effect':'throttle'}]|/rules/0/throttle|required",
                "[{'effect':'deny','approval':{}}]|/rules/0/approval|not_allowed",
                "[{'effect':'require_approval','approval':[]}]|/rules/0/approval|wrong_type",
                "[{'effect':'require_approval','approval':null}]|/rules/0/approval|wrong_type",
                "[{'effect':'require_approval','approval':{'approver':'owner'}}]|/rules/0/approval/approver|unknown_member",
                "[{'effect':'require_approval','approval':{'approvers':[]}}]|/rules/0/approval/approvers|too_few",
                "[{'effect':'require_approval','approval':{'approvers':'agent'}}]|/rules/0/approval/approvers|invalid_value",
                "[{'effect':'require_approval','approval':{'approvers':['owner','user:']}}]|/rules/0/approval/approvers/1|invalid_value",
                "[{'effect':'require_approval','approval':{'approvers':[1]}}]|/rules/0/approval/approvers/0|wrong_type",
                "[{'effect':'require_approval','approval':{'expires_seconds':0}}]|/rules/0/approval/expires_seconds|out_of_range",
                "[{'effect':'require_approval','approval':{'expires_seconds':604801}}]|/rules/0/approval/expires_seconds|out_of_range",
                "[{'effect':'require_approval','approval':{'approved_for_seconds':0}}]|/rules/0/approval/approved_for_seconds|out_of_range",
                "[{'effect':'require_approval','approval':{'approved_for_seconds':86401}}]|/rules/0/approval/approved_for_seconds|out_of_range",
                "[{'effect':'require_approval','approval':{'max_scope':[]}}]|/rules/0/approval/max_scope|too_few",
                "[{'effect':'require_approval','approval':{'max_scope':['a b']}}]|/rules/0/approval/max_scope/0|invalid_value",
                "[{'effect':'require_approval','approval':{'step_up':'yes'}}]|/rules/0/approval/step_up|wrong_type",
                "[{'effect':'throttle','throttle':1}]|/rules/0/throttle|wrong_type",
                "[{'effect':'throttle','throttle':{'limit':0,'window_seconds':1,'per':'key'}}]|/rules/0/throttle/limit|out_of_range",
                "[{'effect':'throttle','throttle':{'limit':1,'window_seconds':86401,'per':'key'}}]|/rules/0/throttle/window_seconds|out_of_range",
                "[{'effect':'throttle','throttle':{'limit':1,'window_seconds':1}}]|/rules/0/throttle/per|invalid_value",
            })
    void faultNamesThePlaceAndTheReason(String rules, String pointer, String code) {
        RuleReader.Reading reading = Rules.read(rules);

        assertThat(reading.faults()).hasSize(1);
        assertThat(reading.faults().get(0).pointer()).isEqualTo(pointer);
        assertThat(reading.faults().get(0).code()).isEqualTo(code);
        assertThat(reading.faults().get(0).detail()).isNotEmpty();
        assertThat(reading.rules()).isEmpty();
    }

    @Test
    void rulesAreRequired() {
        assertThat(RuleReader.read(null).faults()).extracting(PolicyFault::code).containsExactly("required");
        assertThat(Rules.read("null").faults()).extracting(PolicyFault::code).containsExactly("required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'framework':'x'", "'model_provider':'x'", "'metadata.env':'x'", "'intent_matches':'x'"})
    void whatAnAgentSaysOfItselfAllowsNothing(String condition) {
        assertThat(Rules.read("[{'effect':'allow','when':{'agent':'a'," + condition + "}}]")
                        .faults())
                .extracting(PolicyFault::pointer, PolicyFault::code)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("/rules/0/when", "self_declared"));
        assertThat(Rules.read("[{'effect':'deny','when':{" + condition + "}}]").faults())
                .isEmpty();
    }

    @Test
    void termsOfAnApprovalAreRead() {
        List<Rule> rules = Rules.read("[{'effect':'require_approval'},{'effect':'require_approval','approval':{"
                        + "'approvers':['role:release','owner'],'expires_seconds':60,'max_scope':'read',"
                        + "'approved_for_seconds':30,'step_up':true}},{'effect':'deny'}]")
                .rules();

        assertThat(rules.get(0).approval()).isEqualTo(new ApprovalTerms(List.of(), 3_600, null, 3_600, false));
        assertThat(rules.get(1).approval())
                .isEqualTo(new ApprovalTerms(
                        List.of(new Approver.Role("release"), new Approver.Related(Relation.OWNER)),
                        60,
                        List.of("read"),
                        30,
                        true));
        assertThat(rules.get(2).approval()).isNull();
    }

    @Test
    void approversAreBounded() {
        String approvers = "'owner',".repeat(ApprovalTerms.MAX_APPROVERS - 1) + "'owner'";
        assertThat(codes(Rules.read("[{'effect':'require_approval','approval':{'approvers':[" + approvers + "]}}]")))
                .isEmpty();
        assertThat(codes(Rules.read(
                        "[{'effect':'require_approval','approval':{'approvers':['owner'," + approvers + "]}}]")))
                .containsExactly("too_many");
    }

    @Test
    void boundsHoldAtTheirEdges() {
        assertThat(RuleReader.read(rules(RuleReader.MAX_RULES)).faults()).isEmpty();
        assertThat(RuleReader.read(rules(RuleReader.MAX_RULES)).rules()).hasSize(RuleReader.MAX_RULES);
        assertThat(codes(RuleReader.read(rules(RuleReader.MAX_RULES + 1)))).containsExactly("too_many");
        assertThat(codes(withValues(Faults.MAX_VALUES))).isEmpty();
        assertThat(codes(withValues(Faults.MAX_VALUES + 1))).containsExactly("too_many");
        assertThat(codes(withConditions(ConditionReader.MAX_CONDITIONS))).isEmpty();
        assertThat(codes(withConditions(ConditionReader.MAX_CONDITIONS + 1))).containsExactly("too_many");
        assertThat(codes(withMessage("a".repeat(RuleReader.MAX_MESSAGE_LENGTH))))
                .isEmpty();
        assertThat(codes(withMessage("a".repeat(RuleReader.MAX_MESSAGE_LENGTH + 1))))
                .containsExactly("too_long");
        assertThat(codes(Rules.read("[{'effect':'deny','id':'" + "a".repeat(RuleReader.MAX_ID_LENGTH) + "'}]")))
                .isEmpty();
        assertThat(codes(Rules.read("[{'effect':'deny','id':'" + "a".repeat(RuleReader.MAX_ID_LENGTH + 1) + "'}]")))
                .containsExactly("invalid_value");
    }

    @Test
    void rulesWithoutAnIdAreCountedAndThrottlesAreRead() {
        List<Rule> rules = Rules.read("[{'effect':'deny','message':'No.'},{'id':'t','effect':'throttle',"
                        + "'throttle':{'limit':2,'window_seconds':60,'per':'scope'}}]")
                .rules();

        assertThat(rules).extracting(Rule::id).containsExactly("rule-1", "t");
        assertThat(rules.get(0).message()).isEqualTo("No.");
        assertThat(rules.get(0).throttle()).isNull();
        assertThat(rules.get(1).throttle()).isEqualTo(new Throttle(2, 60, Throttle.Per.SCOPE));
        assertThat(rules.get(1).message()).isNull();
    }

    @Property(tries = 500)
    void noJsonMakesItThrow(@ForAll("documents") JsonNode document) {
        RuleReader.Reading reading = RuleReader.read(document);

        assertThat(reading.faults()).hasSizeLessThanOrEqualTo(Faults.MAX_FAULTS);
        assertThat(reading.faults().isEmpty() || reading.rules().isEmpty()).isTrue();
    }

    @Provide
    Arbitrary<JsonNode> documents() {
        return node(4);
    }

    private static Arbitrary<JsonNode> node(int depth) {
        JsonNodeFactory make = JsonNodeFactory.instance;
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(8).map(make::textNode),
                Arbitraries.of(
                                "deny",
                                "allow",
                                "throttle",
                                "require_approval",
                                "owner",
                                "08:00-09:00",
                                "10.0.0.0/8",
                                "mon",
                                "UTC")
                        .map(make::textNode),
                Arbitraries.longs().map(make::numberNode),
                Arbitraries.doubles().map(make::numberNode),
                Arbitraries.of(true, false).map(make::booleanNode),
                Arbitraries.just(make.nullNode()));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<String> names = Arbitraries.of(
                "id",
                "effect",
                "when",
                "throttle",
                "message",
                "limit",
                "per",
                "window_seconds",
                "agent",
                "scope",
                "ip",
                "time",
                "days",
                "hours",
                "zone",
                "ttl_above",
                "metadata.x",
                "intent_matches",
                "approval",
                "approvers",
                "expires_seconds",
                "max_scope",
                "step_up",
                "other");
        Arbitrary<JsonNode> object = Arbitraries.maps(names, node(depth - 1))
                .ofMaxSize(6)
                .map((Map<String, JsonNode> members) -> {
                    ObjectNode made = make.objectNode();
                    made.setAll(members);
                    return made;
                });
        Arbitrary<JsonNode> array = node(depth - 1).list().ofMaxSize(3).map(items -> make.arrayNode()
                .addAll(items));
        return Arbitraries.oneOf(leaf, object, array);
    }

    private static ArrayNode rules(int count) {
        ArrayNode rules = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < count; i++) {
            rules.addObject().put("effect", "deny");
        }
        return rules;
    }

    private static RuleReader.Reading withValues(int count) {
        ArrayNode rules = rules(1);
        ArrayNode agents = ((ObjectNode) rules.get(0)).putObject("when").putArray("agent");
        for (int i = 0; i < count; i++) {
            agents.add("a" + i);
        }
        return RuleReader.read(rules);
    }

    private static RuleReader.Reading withConditions(int count) {
        ArrayNode rules = rules(1);
        ObjectNode when = ((ObjectNode) rules.get(0)).putObject("when");
        for (int i = 0; i < count; i++) {
            when.put("metadata.m" + i, true);
        }
        return RuleReader.read(rules);
    }

    private static RuleReader.Reading withMessage(String message) {
        ArrayNode rules = rules(1);
        ((ObjectNode) rules.get(0)).put("message", message);
        return RuleReader.read(rules);
    }

    private static List<String> codes(RuleReader.Reading reading) {
        return reading.faults().stream().map(PolicyFault::code).toList();
    }
}
