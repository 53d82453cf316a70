package io.gatehouse.login;

import io.gatehouse.platform.LoginMethod;
import io.gatehouse.platform.LoginSettings;
import io.gatehouse.platform.Mail;
import io.gatehouse.platform.RealmScope;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;

/** The letter with a link. */
public final class MagicLinkLetter implements LoginLetter {
    /** The only one. */
    public static final MagicLinkLetter INSTANCE = new MagicLinkLetter();

    /** Member of the payload with the realm's address, as whoever asked saw it. */
    static final String ISSUER = "issuer";

    private static final String SUBJECT = "gatehouseLinkMailSubject";
    private static final String TEMPLATE = "gatehouse-magic-link.ftl";

    private MagicLinkLetter() {}

    @Override
    public String kind() {
        return LoginMethod.MAGIC_LINK.text();
    }

    @Override
    public boolean isOn(RealmModel realm) {
        return LoginSettings.of(realm).enabled().contains(LoginMethod.MAGIC_LINK);
    }

    @Override
    public Duration lifetime() {
        return MagicLinks.LIFETIME;
    }

    @Override
    public Optional<Draft> draft(RealmScope scope, LoginMail mail, AddressOwner owner) {
        LinkRequest request = LinkRequest.of(mail.payload());
        ClientModel client = scope.session().clients().getClientByClientId(scope.realm(), request.clientId());
        if (client == null || !client.isEnabled() || !LoginLetter.isWelcome(scope, owner)) {
            return Optional.empty();
        }
        String secret = LoginNonce.make();
        boolean isSameBrowser = mail.nonceHash() != null
                || request.parameters().isEmpty()
                || LoginSettings.of(scope.realm()).isSameBrowser();
        Map<String, Object> values = Map.of(
                "clientName",
                nameOf(client),
                "link",
                MagicLinks.link(String.valueOf(LoginLetter.text(mail, ISSUER)), mail.id(), secret),
                "minutes",
                MagicLinks.LIFETIME.toMinutes(),
                "isSameBrowser",
                isSameBrowser);
        return Optional.of(new Draft(new Mail.Message(SUBJECT, TEMPLATE, values), secret));
    }

    /** What people know the application by: its name, unless that is the key of a message. */
    public static String nameOf(ClientModel client) {
        return Optional.ofNullable(client.getName())
                .filter(name -> !name.isBlank() && !name.startsWith("${"))
                .orElse(client.getClientId());
    }
}
