package io.gatehouse.spi;

import io.gatehouse.account.Accounts.Refusal;
import io.gatehouse.account.Accounts.Written;
import io.gatehouse.platform.Clock;
import io.gatehouse.platform.Mail;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.actiontoken.DefaultActionToken;
import org.keycloak.authentication.actiontoken.updateemail.UpdateEmailActionToken;
import org.keycloak.authentication.actiontoken.verifyemail.VerifyEmailActionToken;
import org.keycloak.authentication.requiredactions.UpdateEmail;
import org.keycloak.authentication.requiredactions.VerifyEmail;
import org.keycloak.authentication.requiredactions.util.EmailCooldownManager;
import org.keycloak.email.EmailException;
import org.keycloak.email.freemarker.FreeMarkerEmailTemplateProvider;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/**
 * Keycloak's letters about an e-mail address with its own links and its own pause between two, written here and sent by
 * somebody else. The links lead to no application: they end on a page of Keycloak's.
 */
final class AccountLetters {
    private static final String EXPIRE = "expire";

    private final KeycloakSession session;
    private final RealmModel realm;

    AccountLetters(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    Written verification(UserModel user) {
        long wait = pause(user, UserModel.RequiredAction.VERIFY_EMAIL, VerifyEmail.EMAIL_RESEND_COOLDOWN_KEY_PREFIX);
        if (wait > 0) {
            return new Written(null, wait, List.of());
        }
        int lifespan = realm.getActionTokenGeneratedByUserLifespan(VerifyEmailActionToken.TOKEN_TYPE);
        String link = link(new VerifyEmailActionToken(
                user.getId(), expiry(lifespan), null, user.getEmail(), Constants.ACCOUNT_MANAGEMENT_CLIENT_ID));
        Draft draft = draft(user);
        try {
            draft.sendVerifyEmail(link, TimeUnit.SECONDS.toMinutes(lifespan));
        } catch (EmailException e) {
            throw new IllegalStateException("Keycloak's letter about an e-mail address cannot be written", e);
        }
        sent(user, String.valueOf(user.getEmail()));
        return new Written(draft.letter, 0, List.of());
    }

    /** Somebody else's address ends what waited before, too, so that nothing but the missing letter tells them apart. */
    Written change(UserModel user, String address) {
        UserProfileProvider profiles = session.getProvider(UserProfileProvider.class);
        UserProfile present = profiles.create(UserProfileContext.UPDATE_EMAIL, user);
        if (present.getAttributes().isReadOnly(UserModel.EMAIL)) {
            return new Written(null, 0, List.of(new Refusal(UserModel.EMAIL, "error-user-attribute-read-only")));
        }
        boolean isTaken = false;
        try {
            UserProfile ignored = UpdateEmail.validateEmailUpdate(session, user, address);
        } catch (ValidationException e) {
            isTaken = e.getErrors().stream().allMatch(error -> isTaken(error.getMessage()));
            if (!isTaken) {
                return new Written(
                        null,
                        0,
                        AccountsAdapter.refusals(e).stream()
                                .filter(refusal -> !isTaken(refusal.reason()))
                                .toList());
            }
        }
        long wait = pause(user, UserModel.RequiredAction.UPDATE_EMAIL, UpdateEmail.EMAIL_RESEND_COOLDOWN_KEY_PREFIX);
        if (wait > 0) {
            return new Written(null, wait, List.of());
        }
        if (isTaken) {
            user.removeAttribute(UserModel.EMAIL_PENDING);
            return new Written(null, 0, List.of());
        }
        return new Written(confirmation(user, address), 0, List.of());
    }

    private static boolean isTaken(@Nullable String reason) {
        return Messages.EMAIL_EXISTS.equals(reason) || Messages.USERNAME_EXISTS.equals(reason);
    }

    private Mail.@Nullable Letter confirmation(UserModel user, String address) {
        int lifespan = realm.getActionTokenGeneratedByUserLifespan(UpdateEmailActionToken.TOKEN_TYPE);
        String link = link(new UpdateEmailActionToken(
                user.getId(),
                expiry(lifespan),
                user.getEmail(),
                address,
                Constants.ACCOUNT_MANAGEMENT_CLIENT_ID,
                false,
                null));
        Draft draft = draft(user);
        try {
            draft.sendEmailUpdateConfirmation(link, TimeUnit.SECONDS.toMinutes(lifespan), address);
        } catch (EmailException e) {
            throw new IllegalStateException("Keycloak's letter about an e-mail address cannot be written", e);
        }
        user.setSingleAttribute(UserModel.EMAIL_PENDING, address);
        sent(user, address);
        return draft.letter;
    }

    private void sent(UserModel user, String address) {
        AccountsAdapter.event(session, realm, EventType.SEND_VERIFY_EMAIL, user)
                .detail(Details.EMAIL, address)
                .success();
    }

    private static int expiry(int lifespanSeconds) {
        return Math.toIntExact(Clock.nowSeconds() + lifespanSeconds);
    }

    private String link(DefaultActionToken token) {
        return LoginActionsService.actionTokenProcessor(session.getContext().getUri())
                .queryParam(
                        Constants.KEY,
                        token.serialize(session, realm, session.getContext().getUri()))
                .build(realm.getName())
                .toString();
    }

    private Draft draft(UserModel user) {
        Draft draft = new Draft(session, MailAdapter.server(session, realm));
        draft.setRealm(realm).setUser(user);
        return draft;
    }

    /**
     * Keycloak's own pause, which its pages keep as well.
     *
     * @return how many seconds are left of it; 0 when a new one began
     */
    private long pause(UserModel user, UserModel.RequiredAction action, String prefix) {
        SingleUseObjectProvider store = session.singleUseObjects();
        String key = prefix + user.getId();
        long nowSeconds = Clock.nowSeconds();
        Map<String, String> running = store.get(key);
        if (running != null) {
            long left = Long.parseLong(running.getOrDefault(EXPIRE, "0")) - nowSeconds;
            if (left > 0) {
                return left;
            }
        }
        long seconds = pauseSeconds(action);
        if (seconds > 0) {
            store.put(key, seconds, Map.of(EXPIRE, Long.toString(nowSeconds + seconds)));
        }
        return 0;
    }

    private long pauseSeconds(UserModel.RequiredAction action) {
        RequiredActionProviderModel model = realm.getRequiredActionProviderByAlias(action.name());
        String configured = model == null || model.getConfig() == null
                ? null
                : model.getConfig().get(EmailCooldownManager.EMAIL_RESEND_COOLDOWN_SECONDS);
        try {
            return Long.parseLong(Objects.requireNonNullElse(
                    configured, Integer.toString(EmailCooldownManager.EMAIL_RESEND_COOLDOWN_DEFAULT_SECONDS)));
        } catch (NumberFormatException e) {
            return EmailCooldownManager.EMAIL_RESEND_COOLDOWN_DEFAULT_SECONDS;
        }
    }

    /** Keeps what Keycloak would send, and to whom. */
    private static final class Draft extends FreeMarkerEmailTemplateProvider {
        private final Map<String, String> server;
        private Mail.@Nullable Letter letter;

        Draft(KeycloakSession session, Map<String, String> server) {
            super(session);
            this.server = server;
        }

        @Override
        protected void send(
                Map<String, String> config, String subject, String text, String html, @Nullable String address) {
            letter = new Mail.Letter(server, address == null ? user.getEmail() : address, subject, text, html);
        }
    }
}
