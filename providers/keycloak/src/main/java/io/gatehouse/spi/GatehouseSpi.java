package io.gatehouse.spi;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** Our own SPI: gives every other entry of ours the one {@link Node}, and its options their names. */
public final class GatehouseSpi implements Spi {
    @Override
    public boolean isInternal() {
        return false;
    }

    @Override
    public String getName() {
        return "gatehouse";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return GatehouseProvider.class;
    }

    @Override
    @SuppressWarnings("rawtypes") // the signature of Keycloak's interface
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return GatehouseProviderFactory.class;
    }
}
