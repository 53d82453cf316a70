package io.gatehouse.tests;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mail server on a port of its own of 127.0.0.1, which keeps what is sent to it. Tests that use it carry the tag {@code receiver}: a
 * server in a container cannot reach it. Safe for several threads.
 */
public final class Mailbox implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Map<String, Integer> handedOut = new HashMap<>();

    private Mailbox() {}

    /**
     * A mail.
     *
     * @param from the address it says that it comes from
     * @param to all whom it went to
     * @param text its plain text, empty without
     * @param html its page, empty without
     */
    public record Mail(String from, List<String> to, String subject, String text, String html) {}

    /** Starts a server that takes everything for everybody, without a password. */
    public static Mailbox start() {
        Mailbox mailbox = new Mailbox();
        mailbox.server.start();
        return mailbox;
    }

    public int port() {
        return server.getSmtp().getPort();
    }

    /** Has the realm send its mails here, as {@code keycloak@demo.example}. */
    public void receivesFor(TestRealm realm) {
        realm.admin("PUT", "")
                .json(Map.of(
                        "smtpServer",
                        Map.of(
                                "host",
                                "127.0.0.1",
                                "port",
                                Integer.toString(port()),
                                "from",
                                "keycloak@demo.example",
                                "auth",
                                "false",
                                "ssl",
                                "false",
                                "starttls",
                                "false")))
                .send()
                .expect(204);
    }

    /** The oldest mail to an address that was not asked for before; waits for it, and fails when none comes. */
    public Mail next(String address) {
        return Eventually.value(LIMIT, "a mail to " + address, () -> taken(address));
    }

    /** All mails to an address until now, oldest first. */
    public List<Mail> all(String address) {
        List<Mail> found = new ArrayList<>();
        for (MimeMessage message : server.getReceivedMessages()) {
            Mail mail = read(message);
            if (mail.to().contains(address)) {
                found.add(mail);
            }
        }
        return found;
    }

    private synchronized Optional<Mail> taken(String address) {
        int before = handedOut.getOrDefault(address, 0);
        List<Mail> found = all(address);
        if (found.size() <= before) {
            return Optional.empty();
        }
        handedOut.put(address, before + 1);
        return Optional.of(found.get(before));
    }

    private static Mail read(MimeMessage message) {
        try {
            return new Mail(
                    message.getFrom()[0].toString(),
                    Arrays.stream(message.getRecipients(Message.RecipientType.TO))
                            .map(Object::toString)
                            .toList(),
                    message.getSubject(),
                    content(message, "text/plain").orElse("").strip(),
                    content(message, "text/html").orElse("").strip());
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first part of a type, of this part or of those within it. */
    private static Optional<String> content(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return Optional.of(part.getContent().toString());
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart inner = parts.getBodyPart(i);
                Optional<String> found = content(inner, type);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /** Stops the server; the realm's further mails fail. */
    @Override
    public void close() {
        server.stop();
    }
}
