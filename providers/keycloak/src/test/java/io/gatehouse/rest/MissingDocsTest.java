package io.gatehouse.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissingDocsTest {
    @ParameterizedTest
    @CsvSource({
        "/realms/demo/gatehouse/docs/nothing, ./",
        "/realms/demo/gatehouse/docs/guide/nothing, ../",
        "/realms/demo/gatehouse/docs/a/b/c, ../../",
        "/realms/demo/gatehouse/docs, docs/"
    })
    void linkLeadsToTheStartFromAnyDepth(String path, String start) {
        assertThat(MissingDocs.unknown(path, Optional.empty())).contains("<a href=\"" + start + "\">");
    }

    @Test
    void nothingOfTheAddressIsRepeated() {
        String address = "/realms/\"><script>/gatehouse/docs/<script>";

        assertThat(MissingDocs.unknown(address, Optional.empty()) + MissingDocs.unbuilt(address))
                .doesNotContain("<script>");
    }

    @Test
    void buildWithoutNodeSaysSoAndLeadsToTheDescription() {
        assertThat(MissingDocs.unbuilt("/realms/demo/gatehouse/docs/"))
                .contains("built without Node", "href=\"./../v1/openapi.json\"");
    }
}
