package io.hookbridge.loadtest.simulate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntFunction;

/** The machines of an installation, and which of them a message meets. */
final class Layout {

    private final String name;
    private final List<Station> stations = new ArrayList<>();

    /** Seconds of work that a message brings to each on average. */
    private final Map<Station, Double> demand = new LinkedHashMap<>();

    /** Pages and lists a second that are read from each. */
    private final Map<Station, Double> reads = new LinkedHashMap<>();

    private double secondsOfRead;
    private IntFunction<List<Hop>> ways = _ -> List.of();
    private int cores;

    private Layout(String name) {
        this.name = name;
    }

    /** Everything on one machine. */
    static Layout oneMachine(Costs costs, Machines machines, double reads) {
        Layout layout = new Layout("one machine");
        Station cpu = layout.cores("processor", machines.nodeCores());
        Station disk = layout.disk("disk");
        List<Hop> way =
                way(cpu, cpu, List.of(Hop.work(cpu, costs.store())), disk, costs, machines, cpu);
        layout.everybodyGoes(way);
        layout.reads(cpu, costs, reads);
        return layout;
    }

    /**
     * Nodes that accept, nodes that deliver, and one PostgreSQL apart.
     *
     * @param replica whether pages and lists are read from a replica
     */
    static Layout apart(
            int accepting,
            int delivering,
            boolean replica,
            Costs costs,
            Machines machines,
            double reads) {
        Layout layout =
                new Layout(
                        "%d + %d nodes, PostgreSQL%s"
                                .formatted(
                                        accepting, delivering, replica ? ", replica" : " apart"));
        List<Station> accept = layout.nodes("accept", accepting, machines);
        List<Station> deliver = layout.nodes("deliver", delivering, machines);
        Station primary = layout.cores("primary", machines.databaseCores());
        Station disk = layout.disk("disk of the primary");
        Station standby = primary;
        List<Hop> replayed = List.of();
        if (replica) {
            standby = layout.cores("replica", machines.databaseCores() - 1);
            Station replay = layout.cores("replay", 1);
            replayed = List.of(Hop.work(replay, costs.replay()));
        }
        List<List<Hop>> all = new ArrayList<>();
        for (int i = 0; i < accepting * delivering; i++) {
            List<Hop> way =
                    new ArrayList<>(
                            way(
                                    accept.get(i % accepting),
                                    deliver.get(i / accepting),
                                    List.of(Hop.work(primary, costs.store())),
                                    disk,
                                    costs,
                                    machines,
                                    primary));
            way.addAll(replayed);
            all.add(way);
        }
        layout.takeTurns(all);
        layout.reads(standby, costs, reads);
        return layout;
    }

    /**
     * A cluster: each tenant's rows lie on one worker, which the coordinator asks; the
     * coordinator's own disk is left out.
     *
     * @param workers each with an accepting and a delivering node
     * @param tenants by rank, of whom each lies on one worker that chance decides
     * @param apart how many of the largest tenants have a worker of their own
     */
    static Layout cluster(
            int workers,
            double[] tenants,
            int apart,
            Costs costs,
            Machines machines,
            double reads,
            long seed) {
        Layout layout =
                new Layout(
                        "cluster of %d workers%s"
                                .formatted(
                                        workers,
                                        apart == 0
                                                ? ""
                                                : ", the largest %d apart".formatted(apart)));
        List<Station> accept = layout.nodes("accept", workers, machines);
        List<Station> deliver = layout.nodes("deliver", workers, machines);
        Station coordinator = layout.cores("coordinator", machines.databaseCores());
        List<Station> worker = new ArrayList<>();
        List<Station> disk = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            worker.add(layout.cores("worker " + (i + 1), machines.databaseCores()));
            disk.add(layout.disk("disk of worker " + (i + 1)));
        }
        SplittableRandom random = new SplittableRandom(seed);
        int own = Math.min(apart, workers - 1);
        int[] placed = new int[tenants.length];
        for (int tenant = 0; tenant < tenants.length; tenant++) {
            placed[tenant] = tenant < own ? tenant : own + random.nextInt(workers - own);
        }
        List<List<Hop>> byTenant = new ArrayList<>();
        for (int tenant = 0; tenant < tenants.length; tenant++) {
            int on = placed[tenant];
            byTenant.add(
                    clusterWay(
                            on,
                            tenant,
                            accept,
                            deliver,
                            coordinator,
                            worker,
                            disk,
                            costs,
                            machines));
        }
        SplittableRandom node = new SplittableRandom(seed + 1);
        layout.ways =
                tenant -> {
                    List<Hop> way = new ArrayList<>(byTenant.get(tenant));
                    // Whichever node a load balancer chooses; delivered by that of the target.
                    way.set(0, Hop.work(accept.get(node.nextInt(workers)), costs.accept()));
                    return way;
                };
        for (int tenant = 0; tenant < tenants.length; tenant++) {
            for (Hop hop : byTenant.get(tenant).subList(1, byTenant.get(tenant).size())) {
                layout.demand(hop, tenants[tenant]);
            }
        }
        accept.forEach(station -> layout.demand(Hop.work(station, costs.accept()), 1.0 / workers));
        for (Station each : worker) {
            layout.reads(each, costs, reads / workers);
        }
        return layout;
    }

    private static List<Hop> clusterWay(
            int on,
            int tenant,
            List<Station> accept,
            List<Station> deliver,
            Station coordinator,
            List<Station> worker,
            List<Station> disk,
            Costs costs,
            Machines machines) {
        double wal = walMicros(costs, machines) / 2;
        Station delivering = deliver.get(tenant % deliver.size());
        return List.of(
                Hop.work(accept.get(0), costs.accept()),
                Hop.pause(costs.gatherMillis()),
                Hop.work(coordinator, costs.coordinator()),
                Hop.work(worker.get(on), costs.store() + costs.distributed()),
                Hop.work(disk.get(on), wal).accepting(),
                Hop.work(delivering, costs.deliver()),
                Hop.pause(costs.receiverMillis()),
                Hop.work(coordinator, costs.coordinator()),
                Hop.work(worker.get(on), costs.record() + costs.distributed()),
                Hop.work(disk.get(on), wal));
    }

    private static List<Hop> way(
            Station accept,
            Station deliver,
            List<Hop> store,
            Station disk,
            Costs costs,
            Machines machines,
            Station database) {
        double wal = walMicros(costs, machines) / 2;
        List<Hop> way = new ArrayList<>();
        way.add(Hop.work(accept, costs.accept()));
        way.add(Hop.pause(costs.gatherMillis()));
        way.addAll(store);
        way.add(Hop.work(disk, wal).accepting());
        way.add(Hop.work(deliver, costs.deliver()));
        way.add(Hop.pause(costs.receiverMillis()));
        way.add(Hop.work(database, costs.record()));
        way.add(Hop.work(disk, wal));
        return way;
    }

    private static double walMicros(Costs costs, Machines machines) {
        return costs.walBytes() / machines.diskBytesPerSecond() * 1e6;
    }

    private void everybodyGoes(List<Hop> way) {
        takeTurns(List.of(way));
    }

    private void takeTurns(List<List<Hop>> all) {
        int[] turn = {0};
        ways = _ -> all.get(turn[0]++ % all.size());
        all.forEach(way -> way.forEach(hop -> demand(hop, 1.0 / all.size())));
    }

    private void demand(Hop hop, double share) {
        if (hop.station() != null) {
            demand.merge(hop.station(), hop.seconds() * share, Double::sum);
        }
    }

    private void reads(Station station, Costs costs, double perSecond) {
        secondsOfRead = costs.read() / 1e3;
        reads.merge(station, perSecond, Double::sum);
    }

    private List<Station> nodes(String role, int count, Machines machines) {
        List<Station> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(cores(role + " " + (i + 1), machines.nodeCores()));
        }
        return nodes;
    }

    private Station cores(String called, int count) {
        cores += count;
        return add(called, count);
    }

    private Station disk(String called) {
        return add(called, 1);
    }

    private Station add(String called, int servers) {
        Station station = new Station(called, servers);
        stations.add(station);
        return station;
    }

    String name() {
        return name;
    }

    /** Processors that have to be paid for. */
    int cores() {
        return cores;
    }

    /** Everything that moves at this rate: messages first, then what is read from each station. */
    List<Simulation.Flow> flows(Arrivals arrivals, long seed) {
        List<Simulation.Flow> flows = new ArrayList<>();
        flows.add(new Simulation.Flow(arrivals, ways));
        reads.forEach((station, perSecond) -> {
            if (perSecond > 0) {
                List<Hop> read = List.of(new Hop(station, secondsOfRead, false));
                Arrivals steady = new Arrivals(perSecond, 1, 0, 1, 0, seed + flows.size());
                flows.add(new Simulation.Flow(steady, _ -> read));
            }
        });
        return flows;
    }

    List<Station> stations() {
        return List.copyOf(stations);
    }

    /**
     * The most messages a second that all stations can do, if they come evenly.
     *
     * @param station the one that is full first
     */
    record Limit(double rate, Station station) {}

    Limit limit() {
        return stations.stream()
                .filter(demand::containsKey)
                .map(station -> new Limit(most(station), station))
                .min(Comparator.comparingDouble(Limit::rate))
                .orElseThrow();
    }

    /** What reading leaves of a station, in messages a second. */
    private double most(Station station) {
        double read = reads.getOrDefault(station, 0.0) * secondsOfRead;
        return Math.max(0, station.servers() - read) / Objects.requireNonNull(demand.get(station));
    }
}
