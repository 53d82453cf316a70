package io.gatehouse.domain;

import io.gatehouse.core.domain.DnsSight;
import io.gatehouse.core.domain.DnsSight.Finding;
import io.gatehouse.core.domain.DomainVerdict;
import io.gatehouse.platform.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks all resolvers of this server for a record at once: by UDP, by TCP where the answer does not fit, twice where none comes that can be read, and
 * all within {@link #TOTAL_MS}. An answer has 64 KiB at most, as DNS over TCP has it. Never called within a transaction.
 * Thread-safe.
 */
public final class DomainResolvers {
    /** How long all questions of one call may take together, in milliseconds; with our own work it stays below 5 s. */
    public static final long TOTAL_MS = 4_500;

    /** Most resolvers that are asked. */
    public static final int MAX_RESOLVERS = 8;

    private static final Logger LOG = Logger.getLogger(DomainResolvers.class);

    /** How long one try takes, so that a second one has its turn after a lost packet. */
    private static final Duration TRY = Duration.ofSeconds(2);

    private final List<SimpleResolver> resolvers;

    /** @param addresses of resolvers, the system's own when empty */
    public DomainResolvers(List<InetSocketAddress> addresses) {
        List<InetSocketAddress> used =
                addresses.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : addresses;
        resolvers = used.stream()
                .distinct()
                .limit(MAX_RESOLVERS)
                .map(DomainResolvers::resolver)
                .toList();
    }

    /**
     * A record that is looked for.
     *
     * @param name where, without a dot at its end
     * @param value what it must say
     */
    public record Question(String name, String value) {}

    private static SimpleResolver resolver(InetSocketAddress address) {
        SimpleResolver resolver = new SimpleResolver(address);
        resolver.setTimeout(TRY);
        return resolver;
    }

    /** What the resolvers together say. */
    public DomainVerdict look(Question question) {
        return look(List.of(question)).get(0);
    }

    /** What the resolvers together say to each question, in the order of the questions; all are asked at once. */
    public List<DomainVerdict> look(List<Question> questions) {
        long untilMs = Clock.monotonicMs() + TOTAL_MS;
        List<List<CompletableFuture<DnsSight>>> asked =
                questions.stream().map(this::ask).toList();
        List<DomainVerdict> verdicts = new ArrayList<>();
        for (List<CompletableFuture<DnsSight>> sights : asked) {
            List<DnsSight> seen = new ArrayList<>();
            for (CompletableFuture<DnsSight> sight : sights) {
                seen.add(await(sight, name(seen.size()), untilMs));
            }
            verdicts.add(DomainVerdict.of(seen));
        }
        return verdicts;
    }

    private List<CompletableFuture<DnsSight>> ask(Question question) {
        List<CompletableFuture<DnsSight>> sights = new ArrayList<>();
        for (SimpleResolver resolver : resolvers) {
            sights.add(ask(resolver, name(sights.size()), question));
        }
        return sights;
    }

    /** Their addresses are the operator's business: whoever asks sees a number. */
    private static String name(int index) {
        return "resolver " + (index + 1);
    }

    private static CompletableFuture<DnsSight> ask(SimpleResolver resolver, String who, Question question) {
        Name name;
        try {
            name = Name.fromString(question.name(), Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("no name of DNS", e);
        }
        return send(resolver, name)
                // Also where it is no timeout: a resolver may end a connection that was used before.
                .exceptionallyCompose(failure -> send(resolver, name))
                .thenApply(answer -> DomainAnswers.read(who, answer, name, question.value()))
                .exceptionally(failure -> failed(resolver, who, failure));
    }

    /** A new message each time: its random id is half of what makes an answer hard to forge (RFC 5452). */
    private static CompletableFuture<Message> send(SimpleResolver resolver, Name name) {
        Message query = Message.newQuery(Record.newRecord(name, Type.TXT, DClass.IN));
        return resolver.sendAsync(query, Runnable::run).toCompletableFuture();
    }

    private static DnsSight failed(SimpleResolver resolver, String who, Throwable failure) {
        LOG.debugf(failure, "%s (%s) gave no answer that can be used", who, resolver.getAddress());
        return isTimeout(failure)
                ? new DnsSight(who, Finding.TIMEOUT, "no answer in time")
                : new DnsSight(who, Finding.FAILURE, "no answer that can be read");
    }

    private static boolean isTimeout(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof SocketTimeoutException
                || (cause instanceof IOException
                        && String.valueOf(cause.getMessage()).contains("imed out"));
    }

    private static DnsSight await(CompletableFuture<DnsSight> sight, String who, long untilMs) {
        try {
            return sight.get(Math.max(0, untilMs - Clock.monotonicMs()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new DnsSight(who, Finding.TIMEOUT, "no answer in time");
        } catch (ExecutionException e) {
            return new DnsSight(who, Finding.FAILURE, "no answer that can be read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new DnsSight(who, Finding.TIMEOUT, "the server stops");
        }
    }
}
