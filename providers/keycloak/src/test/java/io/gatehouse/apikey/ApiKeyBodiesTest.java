package io.gatehouse.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gatehouse.apikey.ApiKeyBodies.Wanted;
import io.gatehouse.core.key.KeyEnvironment;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.FieldError;
import io.gatehouse.platform.Fields;
import io.gatehouse.platform.GatehouseException;
import io.gatehouse.platform.Json;
import io.gatehouse.platform.Owner;
import io.gatehouse.platform.RealmSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyBodiesTest {
    private static final long NOW_MS = Keys.CREATED_AT_MS;
    private static final RealmSettings SETTINGS = RealmSettings.of(new RealmFixture().scope.realm());
    private static final int MAX_DAYS = SETTINGS.keyMaxLifetimeDays();

    private static ObjectNode json(String text) {
        return Json.readObject(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Wanted create(ObjectNode body) {
        return ApiKeyBodies.readCreate(new Fields(body), SETTINGS, NOW_MS);
    }

    private static List<String> faultsOfCreate(ObjectNode body) {
        try {
            Wanted read = create(body);
            throw new AssertionError("read: " + read);
        } catch (GatehouseException e) {
            return e.errors().stream().map(FieldError::pointer).distinct().toList();
        }
    }

    private static List<String> faultsOfPatch(String body) {
        try {
            ApiKeyPatch read = ApiKeyBodies.readPatch(new Fields(json(body)));
            throw new AssertionError("read: " + read);
        } catch (GatehouseException e) {
            return e.errors().stream().map(FieldError::pointer).distinct().toList();
        }
    }

    private static ObjectNode named() {
        return json("{'name':'ci'}");
    }

    private static ObjectNode withTexts(String member, int count, int length) {
        ObjectNode body = named();
        ArrayNode texts = body.putArray(member);
        for (int i = 0; i < count; i++) {
            String number = Integer.toString(i);
            texts.add(number + "x".repeat(length - number.length()));
        }
        return body;
    }

    @Test
    void aNameIsEnoughAndNullsMeanTheDefaults() {
        for (ObjectNode body : List.of(
                named(),
                json("{'name':'ci','scopes':null,'expires_in_days':null,'expires_at':null,'environment':null,"
                        + "'owner':null,'organization_id':null,'audiences':null,'metadata':null}"))) {
            Wanted wanted = create(body);
            assertThat(wanted.environment()).isEqualTo(KeyEnvironment.LIVE);
            assertThat(wanted.scopes()).isEmpty();
            assertThat(wanted.owner()).isNull();
            assertThat(wanted.expiresAtMs())
                    .isEqualTo(NOW_MS + TimeUnit.DAYS.toMillis(SETTINGS.keyDefaultLifetimeDays()));
        }
    }

    @Test
    void everyMemberIsRead() {
        Wanted wanted = create(json("{'name':'ci','scopes':['a','b','a'],'expires_in_days':1,'environment':'test',"
                + "'owner':{'type':'service_account','id':'s'},'organization_id':'o','audiences':['c'],"
                + "'metadata':{'k':null}}"));
        assertThat(wanted.scopes()).containsExactly("a", "b");
        assertThat(wanted.environment()).isEqualTo(KeyEnvironment.TEST);
        assertThat(wanted.owner()).isEqualTo(new Owner(Owner.Type.SERVICE_ACCOUNT, "s"));
        assertThat(wanted.organizationId()).isEqualTo("o");
        assertThat(wanted.audiences()).containsExactly("c");
        assertThat(wanted.metadata()).containsKey("k");
        assertThat(wanted.expiresAtMs()).isEqualTo(NOW_MS + TimeUnit.DAYS.toMillis(1));
    }

    @Test
    void aNameHasOneToAHundredCharacters() {
        String max = "😀".repeat(ApiKey.MAX_NAME_LENGTH);
        assertThat(create(json("{}").put("name", max)).name()).isEqualTo(max);
        assertThat(faultsOfCreate(json("{}").put("name", max + "x"))).containsExactly("/name");
        assertThat(faultsOfCreate(json("{'name':''}"))).containsExactly("/name");
        assertThat(faultsOfCreate(json("{'name':'  '}"))).containsExactly("/name");
        assertThat(faultsOfCreate(json("{}"))).containsExactly("/name");
    }

    @Test
    void scopesAreAtMostAHundredTokens() {
        assertThat(create(withTexts("scopes", ApiKey.MAX_SCOPES, 255)).scopes()).hasSize(ApiKey.MAX_SCOPES);
        assertThat(faultsOfCreate(withTexts("scopes", ApiKey.MAX_SCOPES + 1, 9)))
                .containsExactly("/scopes");
        assertThat(faultsOfCreate(withTexts("scopes", 1, 256))).containsExactly("/scopes/0");
        assertThat(faultsOfCreate(json("{'name':'ci','scopes':['two words']}"))).containsExactly("/scopes");
    }

    @Test
    void audiencesAreAtMostFifty() {
        ObjectNode max = withTexts("audiences", ApiKey.MAX_AUDIENCES, ApiKey.MAX_AUDIENCE_LENGTH);
        assertThat(create(max).audiences()).hasSize(ApiKey.MAX_AUDIENCES);
        assertThat(faultsOfCreate(withTexts("audiences", ApiKey.MAX_AUDIENCES + 1, 9)))
                .containsExactly("/audiences");
        assertThat(faultsOfCreate(withTexts("audiences", 1, ApiKey.MAX_AUDIENCE_LENGTH + 1)))
                .containsExactly("/audiences/0");
    }

    @Test
    void metadataHasAtMostTwoKibibytes() {
        ObjectNode body = named();
        ObjectNode metadata = body.putObject("metadata");
        int overhead = metadata.put("k", "").toString().length();
        metadata.put("k", "v".repeat(ApiKey.MAX_METADATA_BYTES - overhead));
        assertThat(create(body).metadata()).hasSize(1);
        metadata.put("k", "v".repeat(ApiKey.MAX_METADATA_BYTES - overhead + 1));
        assertThat(faultsOfCreate(body)).containsExactly("/metadata");
    }

    @Test
    void theLifetimeIsOneDayToTheRealmsMaximum() {
        assertThat(create(named().put("expires_in_days", MAX_DAYS)).expiresAtMs())
                .isEqualTo(NOW_MS + TimeUnit.DAYS.toMillis(MAX_DAYS));
        assertThat(faultsOfCreate(named().put("expires_in_days", MAX_DAYS + 1))).containsExactly("/expires_in_days");
        assertThat(faultsOfCreate(named().put("expires_in_days", 0))).containsExactly("/expires_in_days");
        assertThat(faultsOfCreate(named().put("expires_in_days", 1.5))).containsExactly("/expires_in_days");
    }

    @Test
    void theExpiryIsInTheFutureWithinTheRealmsMaximum() {
        long maxMs = NOW_MS + TimeUnit.DAYS.toMillis(MAX_DAYS);
        assertThat(create(named().put("expires_at", iso(maxMs))).expiresAtMs()).isEqualTo(maxMs);
        assertThat(create(named().put("expires_at", iso(NOW_MS + 1))).expiresAtMs())
                .isEqualTo(NOW_MS + 1);
        assertThat(faultsOfCreate(named().put("expires_at", iso(maxMs + 1)))).containsExactly("/expires_at");
        assertThat(faultsOfCreate(named().put("expires_at", iso(NOW_MS)))).containsExactly("/expires_at");
        assertThat(faultsOfCreate(named().put("expires_at", "tomorrow"))).containsExactly("/expires_at");
        assertThat(faultsOfCreate(named().put("expires_at", iso(maxMs)).put("expires_in_days", 1)))
                .containsExactly("/expires_at");
    }

    private static String iso(long ms) {
        return Instant.ofEpochMilli(ms).toString();
    }

    @Test
    void theOwnerIsOfAKindThatMayBeNamed() {
        for (String type : List.of("realm", "text", "group", "")) {
            assertThat(faultsOfCreate(json("{'name':'ci','owner':{'type':'" + type + "','id':'x'}}")))
                    .containsExactly("/owner/type");
        }
        assertThat(faultsOfCreate(json("{'name':'ci','owner':{}}"))).containsExactly("/owner/type", "/owner/id");
        assertThat(faultsOfCreate(json("{'name':'ci','owner':'me'}"))).containsExactly("/owner");
    }

    @ParameterizedTest
    @ValueSource(strings = {"allowed_ips", "rate_limits", "credits", "key", "id", "is_active"})
    void whatIsNotServedIsRefusedByName(String member) {
        assertThat(faultsOfCreate(named().put(member, "x"))).containsExactly("/" + member);
    }

    @ParameterizedTest
    @ValueSource(strings = {"owner", "environment", "expires_at", "expires_in_days", "organization_id"})
    void aPatchOfWhatNeverChangesIsRefusedByName(String member) {
        assertThat(faultsOfPatch("{'" + member + "':null}")).containsExactly("/" + member);
    }

    @Test
    void aPatchRemovesByNull() {
        ApiKeyPatch patch =
                ApiKeyBodies.readPatch(new Fields(json("{'scopes':null,'audiences':null,'metadata':null}")));
        assertThat(patch.scopes()).contains(List.of());
        assertThat(patch.audiences()).contains(List.of());
        assertThat(patch.isClearingMetadata()).isTrue();
        assertThat(patch.name()).isEmpty();
        assertThat(patch.isOn()).isEmpty();
        assertThat(faultsOfPatch("{'name':null}")).containsExactly("/name");
        assertThat(faultsOfPatch("{'is_active':null}")).containsExactly("/is_active");
    }

    @Test
    void theKeyToVerifyIsRequiredAndBounded() {
        String max = "x".repeat(ApiKeyRequests.MAX_PRESENTED_LENGTH);
        assertThat(ApiKeyBodies.readVerify(new Fields(json("{}").put("key", max)))
                        .key())
                .isEqualTo(max);
        for (ObjectNode body : List.of(json("{}"), json("{}").put("key", max + "x"), json("{'key':1}"))) {
            try {
                ApiKeyRequests.VerifyRequest read = ApiKeyBodies.readVerify(new Fields(body));
                throw new AssertionError("read: " + read);
            } catch (GatehouseException e) {
                assertThat(e.errors()).extracting(FieldError::pointer).containsOnly("/key");
            }
        }
    }

    @Test
    void anIssuedKeyShowsItsTextOnceUnderThreeNamesAndAnyOtherAnswerNever() {
        ApiKey key = Keys.of(Owner.user(Keys.USER), "a");
        ObjectNode issued =
                IssuedApiKeyRepresentation.of(new IssuedApiKey(key, Keys.text(1).text()), null, null, NOW_MS);
        String whole = Keys.text(1).text().reveal();
        for (String member : ApiKeyRepresentation.SECRET_MEMBERS) {
            assertThat(issued.path(member).textValue()).isEqualTo(whole);
        }
        ObjectNode shown = Json.tree(ApiKeyRepresentation.of(key, null, null, NOW_MS));
        assertThat(shown.toString()).doesNotContain(whole.substring(whole.length() - 40));
        assertThat(shown.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "name",
                        "prefix",
                        "masked",
                        "scopes",
                        "audiences",
                        "environment",
                        "owner",
                        "organization_id",
                        "is_active",
                        "status",
                        "metadata",
                        "rate_limits",
                        "credits",
                        "allowed_ips",
                        "created_at",
                        "updated_at",
                        "expires_at",
                        "last_used_at",
                        "use_count",
                        "deactivated_at",
                        "replaces",
                        "replaced_by",
                        "safe_to_revoke",
                        "rotation",
                        "full_key");
        assertThat(shown.path("full_key").isNull()).isTrue();
        assertThat(shown.path("created_at").textValue()).isEqualTo(Clock.iso(NOW_MS));
    }

    @Test
    void anInvalidVerdictSaysNothingElse() {
        assertThat(ApiKeyVerificationRepresentation.of(ApiKeyVerdict.INVALID).toString())
                .isEqualTo("{\"valid\":false,\"code\":\"INVALID\"}");
    }
}
