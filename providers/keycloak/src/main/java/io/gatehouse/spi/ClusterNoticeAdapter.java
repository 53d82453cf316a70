package io.gatehouse.spi;

import io.gatehouse.platform.AfterCommit;
import io.gatehouse.platform.ClusterNotice;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.keycloak.cluster.ClusterEvent;
import org.keycloak.cluster.ClusterProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.cache.infinispan.events.AuthenticationSessionAuthNoteUpdateEvent;

/**
 * Notices over Keycloak's own cluster channel. Its messages must be types that Keycloak's marshaller knows; the one that
 * carries a plain map of texts is borrowed here, under topics of our own that no stock code listens to.
 */
final class ClusterNoticeAdapter implements ClusterNotice {
    private static final Logger LOG = Logger.getLogger(ClusterNoticeAdapter.class);
    private static final String SENDER = "gatehouse";

    private final Map<String, List<Consumer<Map<String, String>>>> listeners = new ConcurrentHashMap<>();

    @Override
    public void listen(String topic, Consumer<Map<String, String>> listener) {
        listeners.computeIfAbsent(topic, t -> new CopyOnWriteArrayList<>()).add(listener);
    }

    /** Hears the other nodes from now on. */
    void attach(KeycloakSession session) {
        ClusterProvider cluster = session.getProvider(ClusterProvider.class);
        listeners.keySet().forEach(topic -> cluster.registerListener(topic, event -> hear(topic, event)));
    }

    @Override
    public void afterCommit(KeycloakSession session, String topic, Map<String, String> notice) {
        ClusterProvider cluster = session.getProvider(ClusterProvider.class);
        AfterCommit.run(session, () -> {
            tell(topic, notice);
            send(cluster, topic, notice);
        });
    }

    /** The change is committed: a cluster that cannot be told now must not make it look failed. The others poll. */
    private static void send(ClusterProvider cluster, String topic, Map<String, String> notice) {
        try {
            cluster.notify(topic, AuthenticationSessionAuthNoteUpdateEvent.create(SENDER, topic, notice), true);
        } catch (RuntimeException e) {
            LOG.warnf(e, "notice %s was not sent; the other nodes see the change when they poll", topic);
        }
    }

    private void hear(String topic, ClusterEvent event) {
        if (event instanceof AuthenticationSessionAuthNoteUpdateEvent notes) {
            tell(topic, notes.getAuthNotesFragment());
        }
    }

    private void tell(String topic, Map<String, String> notice) {
        listeners.getOrDefault(topic, List.of()).forEach(listener -> listener.accept(notice));
    }
}
