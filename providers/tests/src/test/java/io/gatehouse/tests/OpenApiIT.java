package io.gatehouse.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatehouse.testkit.http.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API describes itself, to everybody and below both roots. */
@ExtendWith(GatehouseExtension.class)
class OpenApiIT {
    @Test
    void descriptionIsServedBelowTheRealmAsItStandsInTheDocs(Gatehouse gatehouse, TestRealm realm) throws Exception {
        Answer answer = gatehouse
                .outsideContract()
                .get(realm.path("/gatehouse/v1/openapi.json"))
                .send()
                .expect(200);

        assertThat(answer.mediaType()).isEqualTo("application/json");
        assertThat(answer.json())
                .isEqualTo(new ObjectMapper().readTree(Built.openApi().toFile()));
        assertThat(answer.header("ETag")).isPresent();
    }

    @Test
    void headTellsWhichDescriptionItIs(Gatehouse gatehouse, TestRealm realm) {
        List<Answer> answers = List.of(
                gatehouse
                        .outsideContract()
                        .request("HEAD", realm.path("/gatehouse/v1/openapi.json"))
                        .send()
                        .expect(200),
                gatehouse
                        .outsideContract()
                        .get(realm.path("/gatehouse/v1/openapi.json"))
                        .send()
                        .expect(200));

        assertThat(answers.get(0).body()).isEmpty();
        assertThat(answers.get(0).header("ETag")).isEqualTo(answers.get(1).header("ETag"));
    }
}
