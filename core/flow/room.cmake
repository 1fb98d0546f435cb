sluice_room(flow SOURCES
  flow/backoff.cc flow/call_window.cc flow/gateway_budget.cc flow/id_batches.cc flow/id_ranges.cc flow/limit_headers.cc
  flow/numbered_pager.cc flow/page_cost.cc flow/page_sequence.cc flow/page_sizer.cc flow/pager.cc flow/poison_hunt.cc
  flow/rate_budget.cc
  LINKS sluice_http)
