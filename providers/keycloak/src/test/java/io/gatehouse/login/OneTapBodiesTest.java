package io.gatehouse.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.platform.GatehouseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneTapBodiesTest {
    @Test
    void formIsReadAndWhatIsNotKnownPassedOver() {
        assertThat(OneTapBodies.form("credential=a.b%2Bc&select_by=btn&g_csrf_token=x+y&&nonce")
                        .toString())
                .isEqualTo("{\"credential\":\"a.b+c\",\"g_csrf_token\":\"x y\",\"nonce\":\"\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"credential=a&credential=b", "credential=%zz", "%=a", "credential=a&c%72edential=b"})
    void formThatCanBeReadInTwoWaysIsRefused(String form) {
        assertThatThrownBy(() -> OneTapBodies.form(form)).isInstanceOf(GatehouseException.class);
    }
}
