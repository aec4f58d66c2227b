package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CartTest {
    private final Cart cart = new Cart();

    @Test
    void addsUp() {
        cart.add(2);
        cart.add(3);

        assertEquals(5, cart.total());
    }

    @Test
    void findsTheDearest() {
        cart.add(2);

        assertEquals(2, cart.dearest());
    }
}
