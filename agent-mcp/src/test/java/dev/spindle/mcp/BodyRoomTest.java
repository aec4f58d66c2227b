package dev.spindle.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class BodyRoomTest {
    private static final int LARGE = 1 << 20;

    private final BodyRoom room = new BodyRoom(2 * LARGE);

    private static InputStream body(int bytes) {
        return new ByteArrayInputStream(new byte[bytes]);
    }

    @Test
    void largeBodiesAreRefusedWhileOthersFillTheRoomAndSmallOnesAreNot() throws IOException {
        try (BodyRoom.Place one = room.place();
                BodyRoom.Place other = room.place();
                BodyRoom.Place third = room.place();
                BodyRoom.Place small = room.place()) {
            one.read(body(LARGE), LARGE);
            other.read(body(LARGE), LARGE);

            assertThatThrownBy(() -> third.read(body(LARGE), LARGE)).isInstanceOf(BodyRoom.FullException.class);
            assertThat(small.read(body(BodyRoom.FREE), LARGE)).hasSize(BodyRoom.FREE);
        }

        try (BodyRoom.Place again = room.place()) {
            assertThat(again.read(body(LARGE), LARGE)).hasSize(LARGE);
        }
    }

    @Test
    void aBodyThatIsTooLongIsSaidToBe() {
        try (BodyRoom.Place place = room.place()) {
            assertThatThrownBy(() -> place.read(body(LARGE + 1), LARGE)).isInstanceOf(Lines.TooLongException.class);
        }
    }
}
