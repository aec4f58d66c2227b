package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CartTest {
    @Test
    void anEmptyCartCostsNothing() {
        assertEquals(0, new Cart().cents());
    }

    @Test
    void piecesAreMultiplied() {
        Cart cart = new Cart();
        cart.add(250, 3);
        assertEquals(750, cart.cents(), "three pieces of 250");
    }
}
