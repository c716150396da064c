/// Flow logs as text, a line or two of each kind.
enum LogSeeds {
    static let all = texts.map { Array($0.utf8) }

    private static let texts = [
        """
        #separator \\x09
        #set_separator\t,
        #empty_field\t(empty)
        #unset_field\t-
        #path\tconn
        #fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\tduration\torig_bytes\tresp_bytes\tconn_state\thistory\torig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes
        #types\ttime\tstring\taddr\tport\taddr\tport\tenum\tinterval\tcount\tcount\tstring\tstring\tcount\tcount\tcount\tcount
        1370048399.5\tC1\t10.0.0.1\t4000\t203.0.113.5\t443\ttcp\t2.5\t100\t200\tSF\tShADadFf\t6\t352\t5\t412
        #close\t2013-06-01-01-00-00

        """,
        """
        {"ts":1370048399.5,"uid":"C1","id.orig_h":"10.0.0.1","id.orig_p":4000,"id.resp_h":"203.0.113.5","id.resp_p":443,"proto":"udp","duration":1.5,"orig_pkts":1,"orig_ip_bytes":60,"resp_pkts":0,"resp_ip_bytes":0,"history":"D"}

        """,
        """
        {"timestamp":"2013-06-01T00:59:59.500000+0000","flow_id":1,"event_type":"flow","src_ip":"10.0.0.1","src_port":4000,"dest_ip":"203.0.113.5","dest_port":443,"proto":"TCP","flow":{"pkts_toserver":3,"pkts_toclient":2,"bytes_toserver":180,"bytes_toclient":120,"start":"2013-06-01T00:59:58.5+0000","end":"2013-06-01T01:00:02.5+0000","state":"closed"},"tcp":{"tcp_flags_ts":"1b","tcp_flags_tc":"1b"}}

        """,
        """
        version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status
        2 123 eni-1 10.0.0.1 203.0.113.5 4000 443 6 3 180 1370048399 1370048405 ACCEPT OK
        2 123 eni-1 - - - - - - - 1370048399 1370048405 - NODATA

        """,
        """
        {"records":[{"time":"2013-06-01T00:59:59Z","category":"NetworkSecurityGroupFlowEvent","properties":{"Version":2,"flows":[{"rule":"r","flows":[{"mac":"0","flowTuples":["1370048399,10.0.0.1,203.0.113.5,4000,443,T,O,A,B,1,60,1,60"]}]}]}}]}
        """,
        """
        {"jsonPayload":{"connection":{"src_ip":"10.0.0.1","dest_ip":"203.0.113.5","src_port":4000,"dest_port":443,"protocol":6},"bytes_sent":"180","packets_sent":"3","start_time":"2013-06-01T00:59:58Z","end_time":"2013-06-01T00:59:59Z","reporter":"SRC"},"logName":"projects/p/logs/compute.googleapis.com%2Fvpc_flows"}

        """,
        """
        StartTime,Dur,Proto,SrcAddr,Sport,Dir,DstAddr,Dport,State,sTos,dTos,TotPkts,TotBytes,SrcBytes,Label
        2013/06/01 00:59:59.500000,1.5,tcp,10.0.0.1,4000,   ->,203.0.113.5,443,FSPA_FSPA,0,0,5,412,200,

        """,
    ]
}
