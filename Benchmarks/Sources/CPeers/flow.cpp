#include <oneapi/tbb/flow_graph.h>

#include <memory>
#include <vector>

#include "CPeersGraph.h"

namespace {

using Message = tbb::flow::continue_msg;
using Node = tbb::flow::continue_node<Message>;

struct FlowGraph {
  tbb::flow::graph graph;
  tbb::flow::broadcast_node<Message> start{graph};
  std::vector<std::unique_ptr<Node>> nodes;
};

}  // namespace

void *peer_flow_create(peer_node *nodes, size_t count, const peer_edge *edges, size_t edge_count) {
  auto *flow = new FlowGraph;
  std::vector<bool> waits(count, false);
  for (size_t i = 0; i < count; i++) {
    peer_node *node = nodes + i;
    flow->nodes.push_back(std::make_unique<Node>(
        flow->graph, [node](const Message &) { peer_perform(node); }));
  }
  for (size_t i = 0; i < edge_count; i++) {
    tbb::flow::make_edge(*flow->nodes[edges[i].from], *flow->nodes[edges[i].to]);
    waits[edges[i].to] = true;
  }
  for (size_t i = 0; i < count; i++) {
    if (!waits[i]) tbb::flow::make_edge(flow->start, *flow->nodes[i]);
  }
  return flow;
}

void peer_flow_run(void *graph) {
  auto *flow = static_cast<FlowGraph *>(graph);
  flow->start.try_put(Message());
  flow->graph.wait_for_all();
}

void peer_flow_release(void *graph) { delete static_cast<FlowGraph *>(graph); }
