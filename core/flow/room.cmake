sluice_room(flow SOURCES
  flow/backoff.cc flow/call_window.cc flow/gateway_budget.cc flow/limit_headers.cc flow/numbered_pager.cc flow/pager.cc
  flow/page_cost.cc flow/page_sizer.cc flow/poison_hunt.cc flow/rate_budget.cc
  LINKS sluice_http)
