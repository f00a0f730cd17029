package io.gatefarm.gateway.admission;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections, in all and by address, and gives out no more places than there are. Thread-safe. */
final class Places {
    private final int limit;
    private final int limitPerAddress;
    private final AtomicInteger taken = new AtomicInteger();
    private final ConcurrentHashMap<String, AddressPlaces> byAddress = new ConcurrentHashMap<>();
    private final Place unaddressed = taken::decrementAndGet;

    /** @param limit 0 for none, as the other */
    Places(int limit, int limitPerAddress) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
    }

    /** A place or, as a value, why there is none. */
    sealed interface Answer {
        record Granted(Place place) implements Answer {}

        /** There is no place at all. */
        record Full() implements Answer {}

        /** There is none for this address. */
        record AddressFull() implements Answer {}
    }

    Answer enter(String address) {
        if (taken.incrementAndGet() > limit && limit > 0) {
            taken.decrementAndGet();
            return new Answer.Full();
        }
        if (limitPerAddress == 0) {
            return new Answer.Granted(unaddressed);
        }
        Optional<Place> place = enterByAddress(address);
        if (place.isEmpty()) {
            taken.decrementAndGet();
            return new Answer.AddressFull();
        }
        return new Answer.Granted(place.get());
    }

    private Optional<Place> enterByAddress(String address) {
        boolean[] entered = {false};
        AddressPlaces places = byAddress.compute(address, (key, old) -> {
            AddressPlaces now = old == null ? new AddressPlaces(address) : old;
            entered[0] = now.count < limitPerAddress;
            now.count += entered[0] ? 1 : 0;
            return now;
        });
        return entered[0] ? Optional.of(places) : Optional.empty();
    }

    /** The connections of one address; its count changes inside the map's compute only. */
    private final class AddressPlaces implements Place {
        private final String address;
        private int count;

        AddressPlaces(String address) {
            this.address = address;
        }

        @Override
        public void leave() {
            byAddress.compute(address, (key, places) -> --count == 0 ? null : this);
            taken.decrementAndGet();
        }
    }

    /** Places that are taken. */
    int taken() {
        return taken.get();
    }

    /** Addresses with a place, as far as they are counted. */
    int addresses() {
        return byAddress.size();
    }
}
