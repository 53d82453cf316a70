package io.gatehouse.platform;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Asks DNS for all addresses of a name. May block; may be asked from many threads. */
@FunctionalInterface
interface NameLookup {
    /** As the operating system does, with its hosts file. */
    NameLookup SYSTEM = InetAddress::getAllByName;

    /** @throws UnknownHostException when the name has none */
    InetAddress[] addresses(String name) throws UnknownHostException;
}
