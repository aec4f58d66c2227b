package shop;

/** What somebody is about to buy. */
public final class Cart {
    private int cents;

    public void add(int price, int pieces) {
        cents += price * pieces;
    }

    public int cents() {
        return cents;
    }
}
