package io.gatehouse.spi;

import io.gatehouse.event.StockEvent;
import io.gatehouse.event.StockEvents;
import io.gatehouse.platform.Database;
import java.util.function.Supplier;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;

/**
 * Hands Keycloak's own events to the realm's event log when a webhook asked for their type, in the transaction in which they
 * happen. Without such a webhook it costs a look into memory. Nothing that fails here reaches Keycloak.
 */
public final class StockEventListenerFactory
        implements EventListenerProviderFactory, PlainFactory<EventListenerProvider> {
    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Listener(session);
    }

    /** Active in every realm, whatever listeners an administrator has chosen: the webhook is the choice. */
    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public String getId() {
        return "gatehouse-stock-events";
    }

    private record Listener(KeycloakSession session) implements EventListenerProvider {
        @Override
        public void onEvent(Event event) {
            tell(event.getRealmId(), StockEventReader.type(event), () -> StockEventReader.read(session, event));
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {
            tell(event.getRealmId(), StockEventReader.type(event), () -> StockEventReader.read(session, event));
        }

        private void tell(String realmId, String type, Supplier<StockEvent> reader) {
            try {
                Node node = GatehouseProvider.nodeOf(session);
                if (node.stockSubscriptions().wants(realmId, type)) {
                    Database database = node.ports().database();
                    StockEvent event = reader.get();
                    boolean ignored =
                            database.onConnection(session, connection -> StockEvents.append(connection, event));
                }
            } catch (RuntimeException e) {
                StockEvents.failed(e);
            }
        }

        @Override
        public void close() {}
    }
}
