package io.gatehouse.spi;

import io.gatehouse.account.AccountOutbox;
import io.gatehouse.account.AvatarFileResource;
import io.gatehouse.account.PictureDecoder;
import io.gatehouse.agent.AgentCache;
import io.gatehouse.agent.AgentDeadlines;
import io.gatehouse.agent.AgentKeyRefresh;
import io.gatehouse.apikey.ApiKeyCache;
import io.gatehouse.apikey.ExchangedKeyCache;
import io.gatehouse.apikey.KeyDeadlines;
import io.gatehouse.apikey.KeyMeters;
import io.gatehouse.apikey.KeyStores;
import io.gatehouse.apikey.KeyUsage;
import io.gatehouse.apikey.LeakResource;
import io.gatehouse.approval.ApprovalDeadlines;
import io.gatehouse.approval.ApprovalOutbox;
import io.gatehouse.audit.AuditLog;
import io.gatehouse.audit.CheckpointJob;
import io.gatehouse.core.domain.DomainRules;
import io.gatehouse.core.token.AgentTokenParser;
import io.gatehouse.core.token.SignedTokens;
import io.gatehouse.domain.DomainLists;
import io.gatehouse.domain.DomainResolvers;
import io.gatehouse.domain.DomainUpkeep;
import io.gatehouse.domain.DomainVerification;
import io.gatehouse.eligibility.RevocationPoll;
import io.gatehouse.eligibility.RevocationState;
import io.gatehouse.event.Sequencer;
import io.gatehouse.event.StockSubscriptions;
import io.gatehouse.login.EmailCodeLetter;
import io.gatehouse.login.GuestLinkLetter;
import io.gatehouse.login.GuestResource;
import io.gatehouse.login.GuestSweep;
import io.gatehouse.login.LoginLetter;
import io.gatehouse.login.LoginMailJob;
import io.gatehouse.login.LoginOutbox;
import io.gatehouse.login.MagicLinkLetter;
import io.gatehouse.login.OneTapKeys;
import io.gatehouse.plan.BillingResource;
import io.gatehouse.plan.PlanAllotments;
import io.gatehouse.platform.AddressThrottle;
import io.gatehouse.platform.ApiLimits;
import io.gatehouse.platform.Database;
import io.gatehouse.platform.Deadlines;
import io.gatehouse.platform.GuardedHttp;
import io.gatehouse.platform.Idempotency;
import io.gatehouse.platform.NodeOptions;
import io.gatehouse.platform.Ports;
import io.gatehouse.policy.PolicyState;
import io.gatehouse.policy.PolicyThrottles;
import io.gatehouse.policy.ReplayJob;
import io.gatehouse.token.StatusIndex;
import io.gatehouse.token.StatusListCache;
import io.gatehouse.token.StatusListResource;
import io.gatehouse.token.StatusLists;
import io.gatehouse.token.TokenResource;
import io.gatehouse.token.Tokens;
import io.gatehouse.webhook.StockWants;
import io.gatehouse.webhook.WebhookFanOut;
import io.gatehouse.webhook.WebhookPing;
import io.gatehouse.webhook.WebhookSender;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/**
 * What one server holds for all sessions: the ports, the revocation state, the key cache, the background work. Long because each of
 * them is made, started and stopped here and nowhere else.
 */
final class Node {
    private static final Logger LOG = Logger.getLogger(Node.class);
    private static final long PURGE_INTERVAL_MS = 60_000;

    /** All kinds of letters by which people log in. */
    private static final List<LoginLetter> LOGIN_LETTERS =
            List.of(EmailCodeLetter.INSTANCE, MagicLinkLetter.INSTANCE, GuestLinkLetter.INSTANCE, ResetLetter.INSTANCE);

    private final RevocationState revocationState = new RevocationState();
    private final ApiKeyCache keyCache = new ApiKeyCache();
    private final AgentCache agentCache = new AgentCache(revocationState);
    private final ExchangedKeyCache exchangedKeyCache = new ExchangedKeyCache();
    private final SignedTokens signedTokens = new SignedTokens(AgentTokenParser::parseForAnyClient);
    private final StatusIndex statusIndex = new StatusIndex();
    private final StatusListCache statusListCache = new StatusListCache();
    private final PolicyThrottles policyThrottles = new PolicyThrottles();
    private final KeyUsage keyUsage = new KeyUsage();
    private final AddressThrottle leakThrottle = new AddressThrottle(LeakResource.BURST, LeakResource.INTERVAL);
    private final AddressThrottle guestThrottle;
    private final AddressThrottle statusListThrottle =
            new AddressThrottle(StatusListResource.BURST, StatusListResource.INTERVAL);
    private final ApiLimits apiLimits = new ApiLimits();
    private final AddressThrottle loginThrottle;
    private final AddressThrottle avatarThrottle =
            new AddressThrottle(AvatarFileResource.BURST, AvatarFileResource.INTERVAL);
    private final PictureDecoder pictures = PictureDecoder.ofNode();
    private final AddressThrottle billingThrottle =
            new AddressThrottle(BillingResource.BURST, BillingResource.INTERVAL);
    private final AddressThrottle verifyThrottle;
    private final ClusterNoticeAdapter clusterNotice = new ClusterNoticeAdapter();
    private final JobsAdapter jobs = new JobsAdapter();
    private final PlanAllotments allotments = new PlanAllotments();
    private final Database database;
    private final KeyMeters keyMeters;
    private final Ports ports;
    private final GuardedHttp http;
    private final AgentKeyRefresh agentKeys;
    private final OneTapKeys oneTapKeys;
    private final PolicyState policyState;
    private final StockWants stockWants;
    private final WebhookPing webhookPing;
    private final WebhookSender webhookSender;
    private final Sequencer sequencer;
    private final CheckpointJob checkpointJob;
    private final ReplayJob replayJob;
    private final List<Deadlines> deadlines;
    private final ApprovalOutbox approvalOutbox;
    private final LoginMailJob loginMail;
    private final AccountOutbox accountOutbox;
    private final DomainRules domainRules;
    private final DomainVerification domainVerification;
    private final DomainUpkeep domainUpkeep;

    Node(KeycloakSessionFactory factory, NodeOptions options) {
        loginThrottle = perMinute(options.loginRequestsPerMinute());
        guestThrottle = perMinute(options.loginRequestsPerMinute() / GuestResource.LOGIN_REQUESTS_EACH);
        int verificationsPerSecond = options.anonymousVerificationsPerSecond();
        verifyThrottle = new AddressThrottle(
                verificationsPerSecond * TokenResource.VERIFY_BURST_SECONDS,
                Duration.ofSeconds(1).dividedBy(verificationsPerSecond));
        database = new DatabaseAdapter(factory);
        keyMeters = new KeyMeters(database);
        ports = new Ports(
                database,
                new RealmKeysAdapter(options),
                clusterNotice,
                new UsersAdapter(),
                new PeopleAdapter(),
                new StockTokensAdapter(),
                new ConsentsAdapter(),
                new MailAdapter(factory),
                new LoginsAdapter(),
                new GuestUsersAdapter(),
                jobs,
                allotments);
        approvalOutbox = new ApprovalOutbox(
                ports.mail(), batch -> ApprovalDeadlines.sent(database, Rooms.approvalRooms(), batch));
        accountOutbox = new AccountOutbox(ports.mail());
        http = new GuardedHttp(options.addressGuard(), new TruststoreAdapter(factory));
        agentKeys = new AgentKeyRefresh(ports, Rooms.agentStores(), http);
        oneTapKeys = new OneTapKeys(http);
        policyState = new PolicyState(database);
        stockWants = new StockWants(database);
        webhookPing = new WebhookPing(http);
        webhookSender = new WebhookSender(ports, http, new CreatorRightsAdapter());
        sequencer = new Sequencer(database, List.of(new AuditLog(), new WebhookFanOut()));
        checkpointJob = new CheckpointJob(ports);
        replayJob = new ReplayJob(ports, policyState);
        loginMail = new LoginMailJob(database, Rooms.loginRooms(), ports.mail(), LOGIN_LETTERS);
        domainRules = DomainLists.read(options.publicSuffixList(), options.sharedMailDomains());
        DomainResolvers resolvers = new DomainResolvers(options.dnsResolvers());
        domainVerification = new DomainVerification(database, Rooms.domainStores(), resolvers);
        domainUpkeep = new DomainUpkeep(database, Rooms.domainStores(), resolvers);
        deadlines = List.of(
                domainUpkeep.deadlines(),
                loginMail.deadlines(),
                KeyDeadlines.of(keyStores()),
                AgentDeadlines.of(ports, Rooms.agentStores()),
                ApprovalDeadlines.of(database, Rooms.approvalRooms(), approvalOutbox),
                GuestSweep.of(database, Rooms.guestRooms()));
    }

    private static AddressThrottle perMinute(int requests) {
        return new AddressThrottle(requests, Duration.ofMinutes(1).dividedBy(requests));
    }

    /** Begins the background work; called once, when the database is migrated. */
    void start(KeycloakSession session) {
        new RevocationPoll(revocationState, database).start(jobs, clusterNotice);
        keyCache.listen(clusterNotice);
        policyState.start(jobs, clusterNotice);
        stockWants.start(jobs, clusterNotice);
        clusterNotice.attach(session);
        sequencer.start(jobs);
        checkpointJob.start(jobs);
        replayJob.start(jobs);
        webhookSender.start(jobs);
        deadlines.forEach(looker -> looker.start(jobs));
        agentKeys.start(jobs);
        jobs.every("login-mail-sending", LoginOutbox.INTERVAL_MS, loginMail.outbox()::work);
        jobs.every("approval-mail", ApprovalOutbox.INTERVAL_MS, approvalOutbox::work);
        jobs.every("account-mail", AccountOutbox.INTERVAL_MS, accountOutbox::work);
        jobs.every("domain-looks-dns", DomainUpkeep.INTERVAL_MS, domainUpkeep::work);
        jobs.every("key-usage", KeyUsage.FLUSH_INTERVAL_MS, () -> keyUsage.flush(database));
        keyMeters.start(jobs);
        allotments.start(ports, jobs);
        jobs.every("token-purge", PURGE_INTERVAL_MS, () -> Tokens.purge(database));
        jobs.every("status-list-purge", PURGE_INTERVAL_MS, () -> StatusLists.purge(database));
        jobs.every("idempotency-purge", PURGE_INTERVAL_MS, () -> Idempotency.purge(database));
    }

    /**
     * Ends the background work, lets other nodes go on with it at once, and writes down what was counted; a database that is gone
     * does not hold up the stop.
     */
    void close() {
        jobs.close();
        atStop("let another node give events their places", sequencer::giveBack);
        atStop("let another node sign checkpoints", checkpointJob::giveBack);
        atStop("let another node go on with replays", replayJob::giveBack);
        deadlines.forEach(looker -> atStop("let another node look for what is due", looker::giveBack));
        webhookSender.close();
        agentKeys.close();
        http.close();
        atStop("write down the last uses of API keys", () -> keyUsage.flush(database));
        atStop("put back the credits of API keys", keyMeters::close);
        atStop("write down what plans count", () -> allotments.flush(ports));
    }

    private static void atStop(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warnf(e, "Gatehouse could not %s", what);
        }
    }

    Ports ports() {
        return ports;
    }

    /** Which of Keycloak's own events are wanted. */
    StockSubscriptions stockSubscriptions() {
        return stockWants;
    }

    /** The way out to URLs that somebody entered. */
    GuardedHttp http() {
        return http;
    }

    /** Fetches the keys that agents publish. */
    AgentKeyRefresh agentKeys() {
        return agentKeys;
    }

    /** Keys of those who sign One Tap's credentials. */
    OneTapKeys oneTapKeys() {
        return oneTapKeys;
    }

    WebhookPing webhookPing() {
        return webhookPing;
    }

    RevocationState revocationState() {
        return revocationState;
    }

    ApiKeyCache keyCache() {
        return keyCache;
    }

    /** Makes stores of API keys for work of several transactions. */
    KeyStores keyStores() {
        return new KeyStores(ports, revocationState, keyCache, agentCache, keyMeters);
    }

    AgentCache agentCache() {
        return agentCache;
    }

    /** Tokens whose signatures were found good. */
    SignedTokens signedTokens() {
        return signedTokens;
    }

    /** Gives tokens their places in the status lists. */
    StatusIndex statusIndex() {
        return statusIndex;
    }

    StatusListCache statusListCache() {
        return statusListCache;
    }

    ExchangedKeyCache exchangedKeyCache() {
        return exchangedKeyCache;
    }

    PolicyState policyState() {
        return policyState;
    }

    PolicyThrottles policyThrottles() {
        return policyThrottles;
    }

    /** What plans allow. */
    PlanAllotments allotments() {
        return allotments;
    }

    KeyUsage keyUsage() {
        return keyUsage;
    }

    KeyMeters keyMeters() {
        return keyMeters;
    }

    /** Which domains can be verified. */
    DomainRules domainRules() {
        return domainRules;
    }

    /** Looks for the records of domains. */
    DomainVerification domainVerification() {
        return domainVerification;
    }

    /** Letters about accounts that are to be sent. */
    AccountOutbox accountOutbox() {
        return accountOutbox;
    }

    AddressThrottle verifyThrottle() {
        return verifyThrottle;
    }

    AddressThrottle statusListThrottle() {
        return statusListThrottle;
    }

    /** Of all calls. */
    ApiLimits apiLimits() {
        return apiLimits;
    }

    /** Of letters that one address may ask for, and of what it may try of them. */
    AddressThrottle loginThrottle() {
        return loginThrottle;
    }

    AddressThrottle avatarThrottle() {
        return avatarThrottle;
    }

    /** Decodes the pictures that people send. */
    PictureDecoder pictures() {
        return pictures;
    }

    /** Of guests that one address may make. */
    AddressThrottle guestThrottle() {
        return guestThrottle;
    }

    /** Of events of payment providers that one address may send. */
    AddressThrottle billingThrottle() {
        return billingThrottle;
    }

    AddressThrottle leakThrottle() {
        return leakThrottle;
    }
}
