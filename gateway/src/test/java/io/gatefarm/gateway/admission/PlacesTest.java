package io.gatefarm.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlacesTest {
    @Test
    void enter_pastALimit_saysWhich() {
        var places = new Places(3, 2);

        assertThat(places.enter("1.1.1.1")).isInstanceOf(Places.Answer.Granted.class);
        var second = (Places.Answer.Granted) places.enter("1.1.1.1");
        assertThat(places.enter("1.1.1.1")).isInstanceOf(Places.Answer.AddressFull.class);
        assertThat(places.enter("::1")).isInstanceOf(Places.Answer.Granted.class);
        assertThat(places.enter("2.2.2.2")).isInstanceOf(Places.Answer.Full.class);
        second.place().leave();
        assertThat(places.taken()).isEqualTo(2);
        assertThat(places.enter("1.1.1.1")).isInstanceOf(Places.Answer.Granted.class);
        assertThat(places.enter("2.2.2.2")).isInstanceOf(Places.Answer.Full.class);
    }

    @Test
    void enter_byManyThreads_neverExceedsAndForgetsAll() throws Exception {
        int max = 6;
        int perAddress = 4;
        var places = new Places(max, perAddress);
        List<String> addresses = List.of("1.1.1.1", "2.2.2.2", "2001:db8::1");
        List<AtomicInteger> inside =
                addresses.stream().map(any -> new AtomicInteger()).toList();
        var all = new AtomicInteger();
        var over = new AtomicInteger();
        Callable<Integer> visitor = () -> {
            int entered = 0;
            for (int i = 0; i < 20_000; i++) {
                int which = i % addresses.size();
                if (places.enter(addresses.get(which)) instanceof Places.Answer.Granted granted) {
                    entered++;
                    if (all.incrementAndGet() > max || inside.get(which).incrementAndGet() > perAddress) {
                        over.incrementAndGet();
                    }
                    inside.get(which).decrementAndGet();
                    all.decrementAndGet();
                    granted.place().leave();
                }
            }
            return entered;
        };
        var visitors = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 16; i++) {
            visitors.add(visitor);
        }
        try (var threads = Executors.newFixedThreadPool(16)) {
            int entered = 0;
            for (var done : threads.invokeAll(visitors)) {
                entered += done.get();
            }
            assertThat(entered).isPositive();
        }
        assertThat(over).hasValue(0);
        assertThat(places.taken()).isZero();
        assertThat(places.addresses()).isZero();
    }
}
