package dev.spindle.run;

import dev.spindle.event.RunEvent.At;
import dev.spindle.event.RunEvent.Recorded;
import dev.spindle.state.RunState;
import java.util.List;

/** Who records what happens in a run, and so knows how far it is. For the driving thread. */
interface Recorder {
    /** How far the run is. */
    RunState state();

    /** Where and when an event happens that so many others come before. */
    At at(int offset);

    /** Writes events down; whatever is done because of them comes later. */
    void record(List<? extends Recorded> events);
}
